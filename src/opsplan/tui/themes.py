"""The app's colours, for dark and for light terminals."""

from textual.theme import Theme

DARK, LIGHT = "opsplan-dark", "opsplan-light"
THEMES = (
    Theme(
        DARK,
        primary="#5b9bd5",
        secondary="#8fb8de",
        accent="#7fb4e6",
        foreground="#d8dee9",
        background="#14181f",
        surface="#1a1f28",
        panel="#262d39",
        success="#7dbd8a",
        warning="#d9a94e",
        error="#e0736d",
        dark=True,
        variables={"muted": "#8a94a6", "rail": "#3b4556"},
    ),
    Theme(
        LIGHT,
        primary="#1f5f99",
        secondary="#3c7ab0",
        accent="#1f5f99",
        foreground="#22272e",
        background="#fbfaf7",
        surface="#f3f1ec",
        panel="#e4e1d9",
        success="#2f7d46",
        warning="#966100",
        error="#b3352c",
        dark=False,
        variables={"muted": "#6b6f76", "rail": "#cbc6ba"},
    ),
)
