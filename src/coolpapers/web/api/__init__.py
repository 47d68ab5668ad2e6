"""The JSON API: one file a resource, its rows in `routes`, what it says in `coolpapers.wire`."""
