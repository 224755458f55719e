"""Reads a notice with Python's email package, and prints what it says of each recipient: a line of words with tabs
between them. Whatever the package thinks defective ends it. Argument: FILE"""
import email
import email.policy
import sys

with open(sys.argv[1], "rb") as file:
    notice = email.message_from_binary_file(file, policy=email.policy.default)

for part in notice.walk():
    if part.defects:
        sys.exit(f"{part.get_content_type()}: {part.defects}")
if notice.get_content_type() != "multipart/report" or notice.get_param("report-type") != "delivery-status":
    sys.exit("no report")
if notice["Auto-Submitted"] != "auto-replied":
    sys.exit("it looks as if a person had written it")
human, status, *rest = notice.iter_parts()
if human.get_content_type() != "text/plain" or not human.get_content().strip():
    sys.exit("no text for people")
if status.get_content_type() != "message/delivery-status":
    sys.exit("no status, but " + status.get_content_type())
about, *recipients = status.get_payload()
for block in recipients:
    words = [block.get(name, "-") for name in ("Final-Recipient", "Action", "Status", "Diagnostic-Code")]
    print("\t".join([about["Reporting-MTA"], about.get("Original-Envelope-Id", "-"), *words, str(notice["Subject"])]))
for part in rest:
    if part.get_content_type() not in ("text/rfc822-headers", "message/rfc822"):
        sys.exit("what comes back is " + part.get_content_type())
