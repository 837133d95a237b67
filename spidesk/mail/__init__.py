"""Förmedlingsuppdrag: letters that reach a protected person through Skatteverket, and the trace of each.

Skatteverket, förmedling av post: a sealed inner envelope with the recipient's personnummer in front and the sender's
own address on the back travels in an outer envelope to Box 2820, 403 20 Göteborg. Skatteverket keeps no trace of
ordinary letters, so the ledger here is the only one. Tables begin with `mail_`.
"""
