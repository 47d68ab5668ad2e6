"""What is on `days.html`."""

EXPECTED: list[object] = []
