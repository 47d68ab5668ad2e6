"""Asking another Cool Papers over HTTP, in turn or side by side.

```python
from coolpapers.client import Client

with Client("http://127.0.0.1:8000") as client:
    for paper in client.search("graph neural networks", show=5).papers:
        print(paper.id, paper.title)
```
"""

from coolpapers.client.asking import AsyncClient, Client

__all__ = ["AsyncClient", "Client"]
