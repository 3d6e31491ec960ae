"""Values as text: screens, paper, HTML, Markdown, CSV, iCalendar, JSON; the message catalog."""
