"""Tell which keys are one customer's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voc.domain.identity import SHARED, Ambiguity, Join, KeyKind, Keys, namespace

_LEVELS = (KeyKind.CONTACT, KeyKind.EMAIL, KeyKind.PHONE)
_Touched = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Hold the customer of each key (the surest key of those that belong together), and of each
    level the customers that were told apart until then; `ambiguous` keys joined nobody."""

    owners: Mapping[str, str]
    kinds: Mapping[str, KeyKind]
    levels: Sequence[Mapping[str, str]]
    ambiguous: tuple[Ambiguity, ...]

    def owner(self, key: str) -> str:
        """Give the id of the customer whom a key names."""
        return self.owners.get(key, key)

    def joins(self, keys: Iterable[str]) -> dict[str, Join]:
        """Give the joins of those keys that name a customer known by a surer one."""
        found = ((key, self.owner(key)) for key in keys)
        return {
            key: Join(key=key, customer_id=owner, via=self._via(key, owner))
            for key, owner in found
            if owner != key
        }

    def _via(self, key: str, owner: str) -> KeyKind:
        at = zip(_LEVELS, self.levels, strict=True)
        return next(kind for kind, level in at if level.get(key, key) == level.get(owner, owner))


def resolve(links: Sequence[Keys], *, apart: Collection[str] = ()) -> Resolution:
    """Join keys that rows declare together, kind by kind, the surest first.

    A key that would join two customers who differ in a surer kind of key is ambiguous and joins
    nobody; so are all keys of a chain that would. Keys in `apart` join nobody either. The order
    of the links makes no difference.
    """
    groups, levels = _Groups(), []
    ambiguous: dict[str, Ambiguity] = {}
    barred = set(apart)
    for kind in _LEVELS:
        touched = _touched(kind, links, groups, barred)
        refused = _refused(kind, touched, groups)
        for key, roots in touched.items():
            groups.add(kind, key)
            for root in () if key in refused else roots:
                groups.unite(key, root)
        for key in refused:
            customers = tuple(sorted(touched[key]))
            ambiguous[key] = Ambiguity(key=key, kind=kind, customer_ids=customers)
        barred |= refused
        levels.append(groups.owners())
    found = tuple(ambiguous[key] for key in sorted(ambiguous))
    return Resolution(levels[-1], groups.kinds, levels, found)


def _touched(
    kind: KeyKind, links: Sequence[Keys], groups: "_Groups", barred: Collection[str]
) -> _Touched:
    """Map each key of a kind to the customers with whose surer keys it was declared."""
    found: dict[str, set[str]] = {}
    for link in links:
        key = getattr(link, kind.value)
        if key is None or key in barred or key.startswith(SHARED):
            continue
        roots = found.setdefault(key, set())
        for other, surer in link:
            if other.rank < kind.rank and surer not in barred and not surer.startswith(SHARED):
                groups.add(other, surer)
                roots.add(groups.find(surer))
    return {key: frozenset(roots) for key, roots in found.items()}


def _refused(kind: KeyKind, touched: _Touched, groups: "_Groups") -> set[str]:
    """Choose the keys that would join customers who differ, alone or in a chain."""
    bridges = {key: roots for key, roots in touched.items() if len(roots) > 1}
    refused = {key for key, roots in bridges.items() if groups.differ(roots, kind)}
    chains = _Groups()
    for key in bridges.keys() - refused:
        first, *others = sorted(bridges[key])
        for root in (first, *others):
            chains.add(KeyKind.CUSTOMER, root)
            chains.unite(first, root)
    members: dict[str, set[str]] = {}
    for root, chain in chains.owners().items():
        members.setdefault(chain, set()).add(root)
    broken = {chain for chain, roots in members.items() if groups.differ(roots, kind)}
    rest = bridges.keys() - refused
    return refused | {key for key in rest if chains.find(min(bridges[key])) in broken}


@dataclass(slots=True)
class _Groups:
    """Group keys; a group is named by its surest key."""

    _parent: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, KeyKind] = field(default_factory=dict)
    _spaces: dict[str, set[tuple[int, str]]] = field(default_factory=dict)

    def add(self, kind: KeyKind, key: str) -> None:
        if key not in self._parent:
            self._parent[key], self.kinds[key] = key, kind
            self._spaces[key] = {(kind.rank, namespace(kind, key))}

    def find(self, key: str) -> str:
        root = key
        while (above := self._parent[root]) != root:
            root = above
        while (above := self._parent[key]) != root:
            self._parent[key], key = root, above
        return root

    def unite(self, one: str, other: str) -> None:
        roots = {self.find(one), self.find(other)}
        surest = min(roots, key=lambda key: (self.kinds[key].rank, key))
        for root in roots - {surest}:
            self._parent[root] = surest
            self._spaces[surest] |= self._spaces.pop(root)

    def differ(self, roots: Iterable[str], kind: KeyKind) -> bool:
        """Tell whether two groups have each a key of one kind that is surer than this one."""
        seen: set[tuple[int, str]] = set()
        for root in roots:
            surer = {space for space in self._spaces[root] if space[0] < kind.rank}
            if seen & surer:
                return True
            seen |= surer
        return False

    def owners(self) -> dict[str, str]:
        return {key: self.find(key) for key in self._parent}
