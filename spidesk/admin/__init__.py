"""Administration: users, circles, recovery and the vault's health.

DESIGN 2: few people with access, each circle one nämnd's (förordning 2001:637 11 §). A valvadministratör makes
users and empty circles but can add nobody to a circle; a kretsägare lets a user in after the control words have
been compared.
No tables of its own: users and circles are the vault's.
"""
