"""What is on `empty.xml`."""

EXPECTED: list[object] = []
