"""person: the protected one, as one circle knows them.

The shared floor every room stands on: who the person is (sealed), how they are protected
(skyddade personuppgifter: sekretessmarkering or skyddad folkbokföring), who handles them and
who has opened their page. Fingerade personuppgifter are never registered as such: treat the
person as anyone else, never link two identities. There is no field for a home address.

Tables begin with ``person``. Law behind it: OSL 21 kap. 3 and 3 a §§, 22 kap. 1 and 2 §§,
folkbokföringslagen 16–18 §§, lag (2022:1697) om samordningsnummer.
"""
