"""Options and arguments that commands of several modules have: `role: str = ROLE`."""

from typer import Argument, Option

from opsplan.cli import offers

DATE_HELP = "Another day: 2026-11-25, yesterday, mon, +3, next wed."
DATE = Option(None, "--date", metavar="DATE", help=DATE_HELP)
LIST_DATE = Option(None, "--date", metavar="DATE", help="The day whose list is meant.")
ON_DAY = Argument(None, metavar="[DATE]", help=DATE_HELP)
ON_WEEK = Argument(None, metavar="[DATE]", help="The week: last, next, or any day of it.")
MONTH_HELP = "The month: 2026-10, last, next, or any day of it."
ON_MONTH = Argument(None, metavar="[DATE]", help=MONTH_HELP)
FROM = Option(None, "--from", metavar="DATE", help="The first day.")
TO = Option(None, "--to", metavar="DATE", help="The last day.")
LAUNCH = Option(None, "--launch", metavar="DATE", help="The shop's first day.")
TZ = Option(None, "--tz", metavar="ZONE", help="A time zone such as Europe/Berlin.")

DUTY = Argument(metavar="DUTY", help="A duty of the shop, by id.", autocompletion=offers.duties)
ROLE_HELP = "Only the duties of this role, by id or name; of this person; of me."
ROLE = Option(None, "--role", metavar="ROLE", help=ROLE_HELP)
ALL_SHOPS = Option(False, "--all-shops", help="All shops of the config, one after the other.")
ALL_OPTIONS = Option(False, "--all-options", help="Every choice at once.")
PLATFORM = Option(None, "--platform", metavar="1688|taobao|alibaba", help="The shop's platform.")
PLAYBOOKS = Option([], "--playbook", metavar="ID", help="A playbook to use.")

YES = Option(False, "--yes", help="Write without asking.")
DRY_RUN = Option(False, "--dry-run", help="Only show what would be written.")
