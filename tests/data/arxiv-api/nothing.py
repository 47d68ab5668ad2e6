"""What is on `nothing.xml`."""

EXPECTED: list[object] = []
