"""The commands: exit codes, up to down, help, errors."""

import json
import os
import shlex
import shutil
import subprocess

import pytest

from conftest import COMMAND, SOURCE, processes_naming
from mutauth_realm import MissingServer, Realm, StartFailure, Usage
from mutauth_realm.programs import Needed, find_module

TOOLS = ("krb5kdc", "kdb5_ldap_util", "kadmin.local", "kadmind", "slapd", "ldapmodify")


def call(*arguments, **options):
    return subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, **options)


@pytest.fixture
def up(place):
    folder = place / "realm"
    assert call("up", folder).returncode == 0
    yield folder
    assert call("down", folder).returncode == 0


@pytest.fixture
def tools(place):
    """A folder with links to all servers, for a test to spoil."""
    folder = place / "tools"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name, path="/usr/bin:/usr/sbin:/sbin"))
    return folder


def spoil(tools, name, script):
    (tools / name).unlink()
    (tools / name).write_text("#!/bin/sh\n" + script)
    (tools / name).chmod(0o755)


# run

@pytest.mark.parametrize("script, code", [
    ("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143), ("kill -KILL $$", 137)])
def test_run_ends_with_the_commands_code(place, script, code):
    done = call("run", "--", "sh", "-c", script, env={**os.environ, "TMPDIR": str(place)})
    assert done.returncode == code
    assert list(place.iterdir()) == []


def test_run_says_which_command_is_missing(place):
    done = call("run", "--", "no-such-command", env={**os.environ, "TMPDIR": str(place)})
    assert done.returncode == 127
    assert "no-such-command: No such file" in done.stderr
    assert list(place.iterdir()) == []


def test_run_keeps_the_folder_when_asked(place):
    done = call("run", "--keep", "--", "true", env={**os.environ, "TMPDIR": str(place)})
    kept = list(place.iterdir())
    assert len(kept) == 1 and f"kept {kept[0]}" in done.stderr
    assert (kept[0] / "log" / "slapd.log").is_file()
    assert processes_naming(kept[0]) == []


def test_run_takes_another_realm_name(place):
    done = call("run", "--realm", "A.B-C.EXAMPLE", "--", "sh", "-c",
                'kinit -kt "$MUTAUTH_REALM_KEYTABS/host1.keytab" host/host1.a.b-c.example && '
                "ldapwhoami -Q -Y GSSAPI")
    assert done.stdout == "dn:cn=host1,ou=computers,dc=a,dc=b-c,dc=example\n"


def test_run_passes_open_files_and_input_on(place):
    read, write = os.pipe()
    os.write(write, b"by number\n")
    os.close(write)
    done = call("run", "--", "sh", "-c", f"cat /dev/fd/{read}; cat", pass_fds=[read],
                input="by input\n")
    os.close(read)
    assert done.stdout == "by number\nby input\n"


def test_inherited_settings_do_not_get_in(place):
    (place / "ldaprc").write_text("SASL_SECPROPS minssf=1000\nURI ldap://203.0.113.1\n"
                                  "SASL_MECH PLAIN\nSIZELIMIT 1\n")
    hostile = {"KRB5_CONFIG": "/nonexistent", "KRB5_TRACE": "/dev/stderr", "LDAPNOINIT": "1",
               "LDAPURI": "ldap://203.0.113.1", "LDAPRC": str(place / "ldaprc"),
               "KRB5CCNAME": "KEYRING:x", "SASL_CONF_PATH": "/nonexistent",
               "GSS_USE_PROXY": "1", "PYTHONPATH": "/nonexistent", "PYTHONHOME": "/nonexistent",
               "HOME": str(place), "LD_LIBRARY_PATH": "/nonexistent", "MUTAUTH_REALM_OLD": "1"}
    (place / ".ldaprc").write_text((place / "ldaprc").read_text())
    done = call("run", "--", "sh", "-c",
                'kinit -kt "$MUTAUTH_REALM_KEYTABS/bob.keytab" bob && '
                'ldapsearch -Q -LLL -Y GSSAPI "(uid=*svc)" dn && '
                'env',
                env={**os.environ, **hostile})
    assert done.stderr == ""
    assert done.stdout.count("dn:") == 2
    found = {line.partition("=")[0] for line in done.stdout.splitlines()}
    assert not found & {"KRB5_TRACE", "LDAPNOINIT", "LDAPURI", "LDAPRC", "SASL_CONF_PATH",
                        "GSS_USE_PROXY", "MUTAUTH_REALM_OLD"}


# up, exec, env, down

def test_up_exec_env_down(up):
    done = call("exec", up, "--", "sh", "-c", 'echo "$MUTAUTH_REALM_DIR"; exit 5')
    assert (done.returncode, done.stdout) == (5, f"{up}\n")
    lines = call("env", up).stdout
    shown = subprocess.run(["sh", "-c", lines + 'klist -k >/dev/null && echo "$MUTAUTH_REALM"'],
                           capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"})
    assert shown.stdout == "EXAMPLE.TEST\n"
    assert call("down", up).returncode == 0
    assert not up.exists() and processes_naming(up) == []
    assert call("down", up).returncode == 0


def test_env_takes_stale_settings_away(up):
    lines = call("env", up, env={**os.environ, "KRB5_TRACE": "/dev/stderr"}).stdout.splitlines()
    assert "unset KRB5_TRACE" in lines


def test_up_tells_how_to_use_it(place):
    folder = place / "with blank"
    said = call("up", folder).stdout
    assert f"exec {shlex.quote(str(folder))} -- COMMAND" in said
    done = call("exec", folder, "--", "sh", "-c",
                'kinit -kt "$MUTAUTH_REALM_KEYTABS/bob.keytab" bob && ldapwhoami -Q -Y GSSAPI')
    assert done.stdout == "dn:uid=bob,ou=people,dc=example,dc=test\n"
    assert call("down", folder).returncode == 0
    assert not folder.exists()


def test_up_makes_the_folder_private(up):
    assert up.stat().st_mode & 0o777 == (0o711 if os.geteuid() == 0 else 0o700)
    for secret in ("keytabs", "directory", "log", "slapd.conf", "mutauth-realm.json"):
        assert (up / secret).stat().st_mode & 0o077 == 0, secret


# Finding W8: servers that give up root could not read krb5.conf, and did not say so.
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up root")
def test_a_server_that_gives_up_root_is_in_the_realm(up, place):
    place.chmod(0o711)
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c"]
    tried = call("exec", up, "--", *as_nobody,
                 'cat "$KRB5_CONFIG" && touch "$KRB5RCACHEDIR/mine" && '
                 'kvno -c /nowhere host/x 2>&1; cat "$MUTAUTH_REALM_KEYTABS/bob.keytab"')
    assert "default_realm = EXAMPLE.TEST" in tried.stdout
    assert "bob.keytab: Permission denied" in tried.stderr
    assert (up / "replay" / "mine").exists()


# Finding W3.
def test_env_speaks_json(up):
    done = call("env", "--json", up, env={**os.environ, "KRB5_TRACE": "/dev/stderr"})
    changes = json.loads(done.stdout)
    assert changes["KRB5_TRACE"] is None
    assert changes["MUTAUTH_REALM_DIR"] == str(up)
    for name, value in changes.items():
        printed = call("exec", up, "--", "printenv", name)
        assert printed.stdout == ("" if value is None else value + "\n"), name


def test_up_refuses_a_running_or_used_folder(up, place):
    done = call("up", up)
    assert done.returncode == 2 and "already running" in done.stderr
    (place / "used").mkdir()
    (place / "used" / "file").touch()
    done = call("up", place / "used")
    assert done.returncode == 2 and "not empty" in done.stderr
    assert (place / "used" / "file").exists()


def test_down_ends_servers_whose_folder_was_deleted(up):
    shutil.rmtree(up)
    assert processes_naming(up) != []
    assert call("down", up).returncode == 0
    assert processes_naming(up) == []


def test_down_leaves_other_folders_alone(place):
    (place / "other").mkdir()
    (place / "other" / "file").touch()
    assert call("down", place / "other").returncode == 2
    assert (place / "other" / "file").exists()


def test_down_keeps_the_folder_when_asked(place):
    folder = place / "realm"
    call("up", folder)
    assert call("down", "--keep", folder).returncode == 0
    assert processes_naming(folder) == []
    assert (folder / "log" / "kdc.log").is_file()
    assert call("exec", folder, "--", "true").returncode == 4
    assert call("down", folder).returncode == 0
    assert not folder.exists()


def test_a_folder_by_another_name_is_the_same(up, place):
    (place / "link").symlink_to(up)
    assert call("exec", place / "link", "--", "true").returncode == 0
    assert call("down", place / "link").returncode == 0
    assert not up.exists() and processes_naming(up) == []


@pytest.mark.parametrize("command", [["exec", "{}", "--", "true"], ["env", "{}"]])
def test_exec_and_env_need_a_running_realm(place, command):
    done = call(*[word.format(place / "none") for word in command])
    assert done.returncode == 4
    assert f"no realm is running in {place / 'none'}" in done.stderr


def test_several_run_side_by_side(place):
    folders = [place / str(number) for number in range(4)]
    started = [subprocess.Popen([COMMAND, "up", folder], stdout=subprocess.DEVNULL)
               for folder in folders]
    assert [one.wait(60) for one in started] == [0] * len(folders)
    ports = set()
    for folder in folders:
        done = call("exec", folder, "--", "sh", "-c",
                    'kinit -kt "$MUTAUTH_REALM_KEYTABS/bob.keytab" bob && ldapwhoami -Q -Y GSSAPI '
                    '&& echo "$MUTAUTH_REALM_KDC $MUTAUTH_REALM_LDAP_URI"')
        assert done.returncode == 0, done.stderr
        ports.update(part.rpartition(":")[2] for part in done.stdout.splitlines()[-1].split())
    assert len(ports) == 2 * len(folders)
    for folder in folders:
        assert call("down", folder).returncode == 0


# words

@pytest.mark.parametrize("command", [[], ["run"], ["up"], ["down"], ["exec"], ["env"]])
def test_help_has_an_example(command):
    done = call(*command, "--help")
    assert done.returncode == 0 and "example" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_help_names_every_variable(realm):
    said = call("--help").stdout
    assert [name for name in realm.variables if name not in said] == []


def test_version():
    assert call("--version").stdout.startswith("mutauth-realm 0.")


@pytest.mark.parametrize("arguments", [
    [], ["fly"], ["run"], ["run", "--"], ["run", "true"], ["up"], ["up", "--", "true"],
    ["run", "--realm", "lower.case", "--", "true"], ["run", "--realm", "A B", "--", "true"],
    ["up", "/tmp/a%b"], ["up", "/tmp/" + "x" * 100], ["up", "--ad", "--realm", "NODOT", "/tmp/x"],
    ["up", "/nonexistent/folder"]])
def test_wrong_usage(arguments):
    done = call(*arguments)
    assert done.returncode == 2
    assert "mutauth-realm" in done.stderr and "Traceback" not in done.stderr


# servers that are missing or broken

def test_a_missing_tool_is_named_with_its_package():
    done = call("run", "--", "true", env={"PATH": "/nonexistent"})
    assert done.returncode == 3
    assert "apt-get install ldap-utils" in done.stderr


@pytest.mark.parametrize("name, package", [
    ("krb5kdc", "krb5-kdc"), ("kdb5_ldap_util", "krb5-kdc-ldap"), ("slapd", "slapd"),
    ("kadmin.local", "krb5-admin-server"), ("kadmind", "krb5-admin-server")])
def test_each_server_is_named_with_its_package(tools, name, package):
    (tools / name).unlink()
    with pytest.raises(MissingServer, match=f"^{package}: .*apt-get install {package}$"):
        Realm(search_path=str(tools)).start()


def test_a_missing_back_end_is_named_with_its_package(place):
    back_end = Needed("krb5/plugins/kdb/kldap.so", "krb5-kdc-ldap", "krb5kdc's LDAP back end")
    assert find_module(back_end).is_file()
    with pytest.raises(MissingServer) as raised:
        find_module(back_end, [str(place)])
    assert str(raised.value) == ("krb5-kdc-ldap: krb5kdc's LDAP back end not found "
                                 "(krb5/plugins/kdb/kldap.so); apt-get install krb5-kdc-ldap")


@pytest.mark.parametrize("name", TOOLS)
def test_a_server_that_fails_shows_what_it_said(tools, place, name):
    spoil(tools, name, "echo it broke; exit 9\n")
    folder = place / "realm"
    with pytest.raises(StartFailure, match="(?s)9.*it broke") as raised:
        Realm(folder, search_path=str(tools)).start()
    assert raised.value.exit_code == 4
    assert not folder.exists()


@pytest.mark.parametrize("name", ["slapd", "krb5kdc", "kadmind"])
def test_a_taken_port_is_replaced(tools, place, name):
    real = shutil.which(name, path="/usr/sbin")
    spoil(tools, name, f"""
if mkdir {place}/once 2>/dev/null; then echo 'bind: Address already in use'; exit 1; fi
exec {real} "$@"
""")
    with Realm(search_path=str(tools)):
        assert (place / "once").is_dir()
    (place / "once").rmdir()


def test_a_realm_starts_once(own_realm):
    with pytest.raises(Usage):
        own_realm.start()


# installed, and as an ordinary user

def test_the_installed_command_finds_its_package(place):
    (place / "bin").mkdir()
    share = place / "share" / "mutauth" / "realm"
    shutil.copytree(SOURCE / "mutauth_realm", share / "mutauth_realm",
                    ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(COMMAND, place / "bin" / "mutauth-realm")
    done = subprocess.run(
        [place / "bin" / "mutauth-realm", "run", "--", "kadmin.local", "listprincs"],
        capture_output=True, text=True, timeout=60)
    assert "alice@EXAMPLE.TEST" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="the others ran as an ordinary user already")
def test_it_needs_no_root(place):
    os.chown(place, 65534, 65534)
    shutil.copytree(SOURCE, place / "tool", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
         place / "tool" / "mutauth-realm", "run", "--", "sh", "-c",
         'id -u; kinit -kt "$MUTAUTH_REALM_KEYTABS/bob.keytab" bob && ldapwhoami -Q -Y GSSAPI; '
         "kadmin.local getprinc bob | head -1"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(place), "TMPDIR": str(place)},
        cwd="/", capture_output=True, text=True, timeout=60)
    assert done.stdout == ("65534\ndn:uid=bob,ou=people,dc=example,dc=test\n"
                           "Principal: bob@EXAMPLE.TEST\n"), done.stderr
