"""A realm of MIT's KDC on its LDAP back end, with OpenLDAP's slapd."""
