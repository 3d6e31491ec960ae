"""The campaigns of a shop's config: its own, and how those of its playbooks differ."""

from opsplan.playbook.checks import Checked
from opsplan.playbook.convert import duties_of
from opsplan.playbook.entries import Path
from opsplan.playbook.schema import OwnCampaignField
from opsplan.playbook.tree import Node, dotted
from opsplan.values.applies import Applies
from opsplan.values.classes import dataclass, replace
from opsplan.values.playbook import Duty, OwnCampaign
from opsplan.values.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class _Campaigns:
    """Fields of which only the campaigns are asked for."""

    campaigns: list[OwnCampaignField]


def own_campaign_problems(layer: Node, file: str, at: Path) -> list[Problem]:
    """What is wrong with the campaigns of a shop, a group or the defaults, beside their shape."""
    problems: list[Problem] = []
    Checked(layer, file, problems, at).check_own_campaigns()
    return problems


def own_campaigns(
    fields: list[OwnCampaignField], layer: Node, file: str, at: Path
) -> tuple[OwnCampaign, ...]:
    """The campaigns of a shop, a group or the defaults, in which nothing is wrong."""
    checked = Checked(layer, file, [], at)
    checked.check_own_campaigns()
    by_owner: dict[str | None, list[Duty]] = {}
    for duty in duties_of(_Campaigns(fields), checked):
        by_owner.setdefault(duty.owner, []).append(replace(duty, file=file))
    nodes = layer.listed("campaigns")
    return tuple(
        OwnCampaign(
            each.id,
            Place(file, node.line, node.column, dotted((*at, "campaigns", index))),
            each.name.text if each.name else None,
            checked.phrases["campaigns", index, "on"],
            each.lasts,
            None if each.duties is None else tuple(by_owner.get(each.id, ())),
            each.applies.applies,
        )
        for index, (each, node) in enumerate(zip(fields, nodes, strict=True))
    )


def over(own: OwnCampaign, below: OwnCampaign | None) -> OwnCampaign:
    """A campaign with what it does not say itself from the layer below."""
    if below is None:
        return own
    return replace(
        own,
        name=own.name or below.name,
        phrases=own.phrases or below.phrases,
        days=below.days if own.days is None else own.days,
        duties=below.duties if own.duties is None else own.duties,
        applies=below.applies if own.applies == Applies() else own.applies,
    )
