"""Bodies (机关) as texts name them, as parts of patterns."""

from __future__ import annotations

PARTY_NAMES = "党委|党组(?!织)|党总支|党支部|党工委|总支|支部"
"""Organisations of the party in a unit."""

PARTY = rf"(?:第?[一二三四五六七八九十\d]{{1,3}})?(?:机关)?(?:{PARTY_NAMES})"
"""The same with what stands before them in a name: 第三党支部, 机关党委."""

OFFICES = "委员会|工委|纪委|组织部|宣传部|统战部|办公厅|办公室|人民政府"
"""How names of bodies end that put out papers of their own, whatever place or unit they are of."""

HIGHEST = "中共中央|国务院|全国人民代表大会常务委员会|全国人民代表大会"
"""Those that enact for everybody."""
