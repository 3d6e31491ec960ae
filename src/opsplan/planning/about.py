"""What an entry of the journal is about, by name."""

from opsplan.planning.phases import phase_of
from opsplan.planning.plan import Plan
from opsplan.values.occurrence import Identity
from opsplan.values.text import Text


def name_of(plan: Plan, identity: Identity) -> Text:
    """What the duty, the phase, the register or the metric is called that an identity names; an
    empty text where the shop has none of it any longer."""
    if (phase := phase_of(plan, identity)) is not None:
        return phase.name
    duty = plan.duty(f"{identity.playbook}/{identity.duty}")
    if duty is not None:
        return duty.planned.duty.name
    books = [book for book in plan.playbooks if identity.playbook in ("", book.id)]
    named = {table.id: table.name for book in books for table in book.registers}
    if not identity.playbook:
        named = {metric.id: metric.name for book in books for metric in book.metrics}
    return named.get(identity.duty, Text())
