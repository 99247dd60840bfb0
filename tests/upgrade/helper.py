"""What `make.sh` cannot do with a shell: a mail server, the links in letters, codes of a second factor."""

import base64
import email
import email.policy
import hashlib
import hmac
import pathlib
import re
import socketserver
import struct
import sys
import time


class Mailbox(socketserver.StreamRequestHandler):
    """One SMTP session. A recipient at gone.example is refused for good; every other letter becomes a file."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        recipient = ""
        self.say("220 localhost")
        while line := self.rfile.readline():
            word = line.decode(errors="replace").strip()
            verb = word[:4].upper()
            if verb == "DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                name = f"{time.time_ns()}-{recipient}.eml"
                (self.server.folder / name).write_bytes(b"".join(lines))
                self.say("250 taken")
            elif verb == "RCPT":
                recipient = re.search(r"<(.*)>", word).group(1).lower()
                self.say("550 no such mailbox" if recipient.endswith("@gone.example") else "250 known")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 localhost")


def smtp(folder, port_file):
    """Serves mail until it is killed; writes its port to a file."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    server.daemon_threads = True
    server.folder = pathlib.Path(folder)
    pathlib.Path(port_file).write_text(str(server.server_address[1]))
    server.serve_forever()


def link(folder, address, purpose):
    """Prints the path of the link in the newest letter to an address."""
    for path in sorted(pathlib.Path(folder).glob(f"*-{address}.eml"), reverse=True):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        text = letter.get_body(("plain",)).get_content()
        if found := re.search(rf"/{purpose}/[A-Za-z0-9._-]+", text):
            print(found.group(0).rstrip("."))
            return
    sys.exit(f"there is no letter with a link `{purpose}` to {address}")


def code(secret):
    """Prints the present code of a second factor (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    secret = secret.replace(" ", "").upper()
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    print(f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}")


if __name__ == "__main__":
    {"smtp": smtp, "link": link, "code": code}[sys.argv[1]](*sys.argv[2:])
