"""Networks: what counts as one visitor, for counts and limits."""

import ipaddress

_HOME_NETWORK_BITS = 64  # one household may use any address of its IPv6 network


def network_of(address: str) -> str:
    """The network that counts as one reader: an address, or a household of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, _HOME_NETWORK_BITS), strict=False))
