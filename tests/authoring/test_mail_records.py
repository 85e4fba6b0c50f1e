"""What `make doctor` says about a mail domain, from recorded answers of DNS servers."""

from __future__ import annotations

import socketserver
import threading
from typing import TYPE_CHECKING

import dns.message
import dns.rcode
import dns.resolver
import dns.zonefile
import pytest

from practice.authoring.doctor import diagnose
from practice.authoring.mail_records import dns_lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.docs import Docs

Answers = dict[tuple[str, str], list[str]]
AT_GOOGLE: Answers = {
    ("com", "NS"): ["a.gtld-servers.net."],
    ("ames.coach", "MX"): ["1 smtp.google.com."],
    ("ames.coach", "TXT"): ["google-site-verification=x", "v=spf1 include:_spf.google.com ~all"],
    ("_spf.google.com", "TXT"): ["v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all"],
    ("google._domainkey.ames.coach", "TXT"): ["v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQ"],
    ("_dmarc.ames.coach", "TXT"): ["v=DMARC1; p=none; rua=mailto:ana@ames.coach"],
}
HOW = " See docs/_handbook/domain.md, “Keep your mail out of spam folders”."


def said(docs: Docs, answers: Answers, email: str = "ana@ames.coach") -> list[str]:
    docs.change("_data/practice.yml", "ana@example.com", email)

    def lookup(name: str, kind: str) -> list[str]:
        return answers.get((name, kind), [])

    return dict(diagnose(docs.folder.parent, lookup))["Your mail"]


@pytest.fixture
def project(docs: Docs) -> Docs:
    (docs.folder.parent / "mkdocs.yml").write_text("site_url: https://ames.coach/\n")
    return docs


def test_nothing_is_said_when_all_records_are_there(project: Docs) -> None:
    assert said(project, AT_GOOGLE) == []


@pytest.mark.parametrize(
    ("name", "kind", "values", "line"),
    [
        ("ames.coach", "MX", [], "“ames.coach” has no MX record, so mail to you may not arrive. "
         "Add one."),
        ("ames.coach", "MX", ["0 ."], "“ames.coach” has no MX record, so mail to you may not "
         "arrive. Add one."),
        ("ames.coach", "TXT", ["v=spf10 all"], "“ames.coach” has no SPF record, so your mail may "
         "land in spam. Add one."),
        ("ames.coach", "TXT", ["v=spf1 a ~all", "V=SPF1 mx ~all"], "“ames.coach” has 2 SPF "
         "records, so none of them counts. Put them into one."),
        ("google._domainkey.ames.coach", "TXT", [], "There is no DKIM key at "
         "“google._domainkey.ames.coach”. Turn on DKIM at your mail provider."),
        ("google._domainkey.ames.coach", "TXT", ["v=DKIM1; p= "], "The DKIM key at "
         "“google._domainkey.ames.coach” is revoked. Turn on DKIM at your mail provider."),
        ("_dmarc.ames.coach", "TXT", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "There are 2 "
         "DMARC records at “_dmarc.ames.coach”, so none of them counts. Keep one."),
        ("_dmarc.ames.coach", "TXT", ["v=DMARC1; p=nine"], "The DMARC record at "
         "“_dmarc.ames.coach” has no valid p=, so it does not count. Write p=none."),
        ("_dmarc.ames.coach", "TXT", ["verify=1"], "“ames.coach” has no DMARC record, so your mail "
         "may land in spam. Add one at “_dmarc.ames.coach”."),
    ],
)  # fmt: skip
def test_each_record_that_is_missing_is_a_line(
    project: Docs, name: str, kind: str, values: list[str], line: str
) -> None:
    found = said(project, AT_GOOGLE | {(name, kind): values})
    assert found == [f"docs/_data/practice.yml:5: {line}{HOW}"]


SPF = "docs/_data/practice.yml:5: The SPF record of “ames.coach” "
LOOPS = {("loop.example", "TXT"): ["v=spf1 a include:loop.example ~all"]}
TWELVE = " ".join(f"a:{n}.example" for n in range(12))


@pytest.mark.parametrize(
    ("terms", "line"),
    [
        ("a mx/24 a:x.example//64 ptr exists:%{i}.x.example ip4:192.0.2.1 ~all", None),
        ("redirect=_spf.google.com exp=why.example future=1", None),
        ("include:%{d}.x.example -ALL", None),
        ("mx ~all redirect=nowhere.example", None),
        ("inculde:_spf.google.com ~all",
         "has “inculde:_spf.google.com”, which is not valid, so none of it counts. Correct it."),
        ("mx -al", "has “-al”, which is not valid, so none of it counts. Correct it."),
        ("ip4:mail.example ~all",
         "has “ip4:mail.example”, which is not valid, so none of it counts. Correct it."),
        ("include:_spf.gogle.com ~all",
         "refers to “_spf.gogle.com”, which has no SPF record, so none of it counts. "
         "Correct “include:_spf.gogle.com”, or delete it."),
        ("mx +all", "has +all, so anyone may send mail as you. Write ~all instead."),
        ("-all", "names no server, so your mail may land in spam. "
         "Add the part that your mail provider shows."),
        (f"{TWELVE} ~all", "takes more than 10 lookups, so it may not count. "
         "Delete what no longer sends mail for you."),
        ("include:loop.example ~all", "takes more than 10 lookups, so it may not count. "
         "Delete what no longer sends mail for you."),
    ],
)  # fmt: skip
def test_a_part_of_an_spf_record_that_makes_it_useless(
    project: Docs, terms: str, line: str | None
) -> None:
    answers = AT_GOOGLE | LOOPS | {("ames.coach", "TXT"): [f"v=spf1 {terms}"]}
    assert said(project, answers) == ([f"{SPF}{line}{HOW}"] if line else [])


def test_no_key_is_asked_for_where_the_provider_is_unknown(project: Docs) -> None:
    answers = AT_GOOGLE | {
        ("ames.coach", "MX"): ["10 mail.notgoogle.com."],
        ("google._domainkey.ames.coach", "TXT"): [],
    }
    assert said(project, answers) == []


def test_a_subdomain_may_have_the_dmarc_record_of_its_domain(project: Docs) -> None:
    answers = {(f"mail.{name}" if name == "ames.coach" else name, kind): values
               for (name, kind), values in AT_GOOGLE.items()}  # fmt: skip
    answers[("google._domainkey.mail.ames.coach", "TXT")] = ["p=MIIBIjANBg"]
    assert said(project, answers, "ana@mail.ames.coach") == []


@pytest.mark.parametrize("email", ["ana@gmail.com", "ana@ames.example", "ana@example.com"])
def test_nothing_is_said_of_domains_that_the_coach_cannot_change(project: Docs, email: str) -> None:
    assert said(project, {("com", "NS"): ["a.gtld-servers.net."]}, email) == []


def test_nothing_is_said_where_a_server_says_that_nothing_exists(project: Docs) -> None:
    assert said(project, {}) == []


def test_nothing_is_said_without_a_network(project: Docs) -> None:
    project.change("_data/practice.yml", "ana@example.com", "ana@ames.coach")
    asked = []

    def lookup(name: str, kind: str) -> list[str]:
        asked.append((name, kind))
        raise OSError("Network is unreachable")

    assert dict(diagnose(project.folder.parent, lookup))["Your mail"] == []
    assert len(asked) == 1, "it does not wait for each record in turn"


ZONE = {
    "ames.coach.": 'ames.coach. 60 TXT "v=spf1 include:a.example" " ~all"',
    "mail.ames.coach.": "mail.ames.coach. 60 A 192.0.2.1",
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A DNS server with the records of ZONE, which fails for broken.test, as the only one."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, socket = self.request
            query = dns.message.from_wire(data)
            reply = dns.message.make_response(query)
            name, kind = query.question[0].name.to_text(), query.question[0].rdtype
            if name == "broken.test.":
                reply.set_rcode(dns.rcode.SERVFAIL)
            elif name not in ZONE:
                reply.set_rcode(dns.rcode.NXDOMAIN)
            else:
                records = dns.zonefile.read_rrsets(ZONE[name])
                reply.answer += [each for each in records if each.rdtype == kind]
            socket.sendto(reply.to_wire(), self.client_address)

    with socketserver.UDPServer(("127.0.0.1", 0), Handler) as udp:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], udp.server_address[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        thread = threading.Thread(target=udp.serve_forever)
        thread.start()
        yield
        udp.shutdown()
        thread.join()


@pytest.mark.usefixtures("server")
def test_answers_of_a_server() -> None:
    assert dns_lookup("ames.coach", "TXT") == ["v=spf1 include:a.example ~all"]
    assert dns_lookup("mail.ames.coach", "TXT") == []
    assert dns_lookup("mail.ames.coach", "A") == ["192.0.2.1"]
    assert dns_lookup("nobody.ames.coach", "TXT") == []
    with pytest.raises(OSError, match=r"broken\.test"):
        dns_lookup("broken.test", "TXT")
