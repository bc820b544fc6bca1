"""Films picked for the visitor, by their ratings."""

from ui.for_you.listing import show
from ui.shell import guard
from ui.text.for_you import SHARE_HINT, TITLE
from ui.users.marks import marks
from ui.widgets.share import title_with_share

guard()

title_with_share(TITLE, SHARE_HINT)
show(marks())
