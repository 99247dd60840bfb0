"""A mail server for tests: takes letters by SMTP, and fails as it is told by lines on standard input.

Usage: smtp_server.py FOLDER [--tls]. The first line of output is the port. Each letter that it takes is a line in
FOLDER/taken, `MESSAGE-ID TO`, and the last one stands whole in FOLDER/last.eml; each connection that it cuts after it has
taken the letter is a line in FOLDER/cuts. With --tls it wants STARTTLS and the user `enlist` with the password `p@ss:word/`;
FOLDER/ca.pem is the certificate to trust.

Lines: `well`; `MAIL 450`, `RCPT 550`, `DATA 451` and the like; `cut` (before the letter is taken), `cut-after` (after),
`hang` (never answers DATA), `random SEED` (all of them by chance).
"""

import asyncio
import email
import random
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Faults:
    def __init__(self, folder):
        self.folder = folder
        self.mode = ["well"]
        self.chance = random.Random(0)

    def set(self, line):
        self.mode = line.split()
        if self.mode[0] == "random":
            self.chance = random.Random(int(self.mode[1]))

    def at(self, step):
        """What goes wrong at a step: an answer, `cut`, `cut-after`, `hang`, or nothing."""
        if self.mode[0] == step:
            return f"{self.mode[1]} by command"
        if self.mode[0] in ("cut", "cut-after", "hang"):
            return self.mode[0] if step == "DATA" else None
        if self.mode[0] == "random":
            number = self.chance.random()
            if number < 0.03:
                return self.chance.choice(["421", "450", "451", "452"]) + " by chance"
            if number < 0.035:
                return self.chance.choice(["550", "554"]) + " by chance"
            if step == "DATA" and number < 0.09:
                return self.chance.choice(["cut", "cut-after"])
        return None

    async def handle_MAIL(self, server, session, envelope, address, options):
        fault = self.at("MAIL")
        if fault is None:
            envelope.mail_from = address
        return fault or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        fault = self.at("RCPT")
        if fault is None:
            envelope.rcpt_tos.append(address)
        return fault or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        fault = self.at("DATA")
        if fault == "cut":
            server.transport.abort()
            return "421 cut"
        if fault == "hang":
            await asyncio.sleep(3600)
        if fault is not None and fault != "cut-after":
            return fault
        message = email.message_from_bytes(envelope.content)
        with open(f"{self.folder}/last.eml", "wb") as last:
            last.write(envelope.content)
        if fault == "cut-after":
            with open(f"{self.folder}/cuts", "a") as cuts:
                cuts.write(message["Message-ID"] + "\n")
        with open(f"{self.folder}/taken", "a") as taken:
            taken.write(f"{message['Message-ID']} {envelope.rcpt_tos[0]}\n")
        if fault == "cut-after":
            server.transport.abort()
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"enlist", b"p@ss:word/")
    # What is not handled here, the library refuses with 535.
    return AuthResult(success=good, handled=good)


async def main(folder, tls):
    faults = Faults(folder)
    options = {"hostname": "mail.example", "enable_SMTPUTF8": False}
    if tls:
        import trustme

        authority = trustme.CA()
        authority.cert_pem.write_to_path(f"{folder}/ca.pem")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost").configure_cert(context)
        options.update(tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(faults, loop=loop, **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        faults.set(line.decode())
        print("set", flush=True)


asyncio.run(main(sys.argv[1], "--tls" in sys.argv))
