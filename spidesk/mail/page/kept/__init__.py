"""What a valvadministratör and the owners of circles keep for mail: return addresses and the rules of förmedling."""
