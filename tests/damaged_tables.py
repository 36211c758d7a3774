# SPDX-License-Identifier: GPL-3.0-or-later
"""Damage for tables: bytes cut, overwritten, shortened, doubled, or filled in at random places."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from typing import Final

PIECES: Final = (
    b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3", b"<script>",
    b"&#x110000;", b"9" * 5000, b"x" * 4000, b'"' * 301, b"\n" * 500, b"=1+1", b"\xed\xa0\x80", b"[" * 2000,
)  # fmt: skip

CSV: Final = (
    "ID,Program,Agency,Description,Category,Phone,Address,City,Zip,Hours,Photo ID,Languages,Ages,Last verified,"
    "Website\n"
    '7,Night Shelter,Quay Trust,"Beds,\nevery night",Shelter; beds,(816) 555-0100 ext. 4,1 Quay St,Marlow,00001,'
    'Mon-Fri 9am-5pm,yes,English & Somali,18-24,11/3/2026,quay.example.org\n'
    '8,Refugio Ñandú,Quay,"Camas <b>y</b> más",Comida,816 555 0101,2 Quay St,Peñón,00002,24/7,no,Español,,2026-01-02,\n'
)  # fmt: skip
ICAROL: Final = (
    "ResourceAgencyNum,TaxonomyLevelName,ParentAgencyNum,PublicName,AgencyDescription,HoursOfOperation,Phone1Number,"
    "Phone1IsPrivate,PhysicalAddress1,PhysicalCity,PhysicalAddressIsPrivate,ConnectsToSiteNum,ConnectsToProgramNum,"
    "TaxonomyCodes,TaxonomyTerms,LanguagesOffered,LastVerifiedOn,ExcludeFromWebsite,AgencyStatus,Coverage\n"
    "100,Agency,0,Quay Trust,Helps.,,816-555-0100,,1 Quay St,Marlow,,,,,,,,,Active,\n"
    '101,Program,100,Night Shelter,"Beds, every night",Mon-Fri 9am-5pm,816-555-0101,False,,,,,,BH-1800; BD-5000 * Y,'
    "Beds; Meals * Old,English,11/03/2026,False,Active,ZZ - 00001\n"
    "200,Site,100,Old Mill,,,,,2 Mill Ln,Marlow,False,,,,,,,,,\n"
    "300,ProgramAtSite,100,Night at Mill,,,816-555-0105,,,,,200,101,,,,,,,\n"
)
HSDS1: Final[Mapping[str, str]] = {
    "organization.csv": "id,name,url\no1,Quay Trust,https://quay.example.org\n",
    "service.csv": 'id,organization_id,name,status,fees\ns1,o1,Night Shelter,active,"Free, always"\ns2,o1,Day Room,,\n',
    "location.csv": "id,organization_id,name\nl1,o1,Old Mill\n",
    "service_at_location.csv": "id,service_id,location_id\nx1,s1,l1\n",
    "physical_address.csv": "id,location_id,address_1,city\na1,l1,1 Quay St,Marlow\n",
    "phone.csv": "id,service_id,number,extension,type\nt1,s1,816 555 0100,12,voice\n",
    "regular_schedule.csv": "id,service_id,weekday,opens_at,closes_at\nr1,s1,1,18:00,07:30\nr2,s2,Tuesday,9am,5 pm\n",
    "holiday_schedule.csv": "id,service_id,closed,opens_at,closes_at,start_date,end_date\n"
    "h1,s1,TRUE,,,2026-12-25,1/1/27\n",
    "language.csv": "id,service_id,language\ng1,s1,Spanish\n",
    "taxonomy.csv": "id,name,parent_id,vocabulary\nBH-1800,Beds,,Quay\n",
    "service_taxonomy.csv": "id,service_id,taxonomy_id\ny1,s1,BH-1800\n",
    "eligibility.csv": "id,service_id,eligibility\ne1,s1,18 and over\n",
}  # fmt: skip


def changed(data: bytes, chance: random.Random) -> bytes:
    """`data` with a little or a lot of damage."""
    found = bytearray(data)
    kind = chance.randrange(5)
    if kind == 0:
        return bytes(found[: chance.randrange(len(found))])
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(found) or 1)
        if kind == 1 and found:
            found[at] = chance.randrange(256)
        elif kind == 2:
            del found[at : at + chance.randrange(1, 40)]
        elif kind == 3:
            start = chance.randrange(len(found) or 1)
            found[at:at] = found[start : start + chance.randrange(1, 200)]
        else:
            found[at:at] = chance.choice(PIECES)
    return bytes(found)


def changed_package(chance: random.Random) -> bytes:
    """A zip of old tables with damage inside, or to the zip itself."""
    stream = io.BytesIO()
    broken = set(chance.sample(sorted(HSDS1), chance.randrange(1, 4)))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if chance.random() < 0.5 else zipfile.ZIP_STORED) as archive:
        for name, text in HSDS1.items():
            data = text.encode()
            archive.writestr(name, changed(data, chance) if name in broken else data)
    data = stream.getvalue()
    return changed(data, chance) if chance.random() < 0.3 else data
