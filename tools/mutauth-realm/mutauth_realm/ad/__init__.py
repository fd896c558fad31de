"""A realm of Samba's Active Directory domain controller."""
