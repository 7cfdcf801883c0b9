"""A real SMTP server (pip aiosmtpd) for checking that warnings arrive, and where they must not.

It prints one line of JSON a mail. Usage: mail_server.py PORT CERTIFICATE KEY (starttls|tls) (takes|busy|refuses)
"""
import json
import logging
import ssl
import sys
import threading
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

port, certificate, key, security, mood = sys.argv[1:6]
# A client that refuses the certificate is what some of the checks are about, and no fault to be reported.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Handler:
    tries = 0

    async def handle_DATA(self, server, session, envelope):
        self.tries += 1
        mail = message_from_bytes(envelope.content, policy=policy.default)
        said = {
            "try": self.tries,
            "to": envelope.rcpt_tos,
            "subject": mail["subject"],
            "id": mail["message-id"],
            "text": mail.get_content(),
            "tls": session.ssl is not None or security == "tls",
        }
        print(json.dumps(said), flush=True)
        if mood == "busy" and self.tries == 1:
            return "451 4.3.2 Busy, come back later"
        if mood == "refuses":
            return "550 5.1.1 There is no such person here"
        return "250 OK"


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
secured = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
controller = Controller(Handler(), hostname="127.0.0.1", port=int(port), **secured)
# The controller tries its own server without checking the certificate, which is right for it and for nobody else.
controller.start()
print(json.dumps({"ready": True}), flush=True)
threading.Event().wait()
