"""A testee that adds field elements and misbehaves as its first argument says.

The misbehaviour shows at the request with the id that the second argument gives (all, if it is "all" or none).
"""

import json
import os
import signal
import sys
import time

P = 21888242871839275222246405745257275088548364400416034343698204186575808495617
mode = sys.argv[1]
moment = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2] != "all" else None


def put(text, end="\n"):
    sys.stdout.write(text + end)
    sys.stdout.flush()


def put_bytes(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def right(request):
    a, b = (int(request["in"][name], 16) for name in "ab")
    return {"id": request["id"], "out": {"value": "0x%064x" % ((a + b) % P)}}


def misbehave(request, line):
    answer = right(request)
    if mode == "wrong-value":
        answer["out"]["value"] = "0x%064x" % 0
    elif mode == "markup":
        answer["out"]["value"] = "<script>alert(1)</script>\x1b[31m\u202e"
    elif mode == "missing-member":
        answer["out"] = {}
    elif mode == "further-member":
        answer["out"]["more"] = True
    elif mode == "error":
        answer = {"id": request["id"], "error": "integer-malformed", "detail": "no"}
    elif mode == "unsupported":
        answer = {"id": request["id"], "unsupported": True}
    elif mode == "two-outcomes":
        answer["error"] = "integer-malformed"
    elif mode == "wrong-id":
        answer["id"] += 1
    elif mode == "text-id":
        answer["id"] = str(answer["id"])
    elif mode == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif mode == "exit":
        print("cannot go on", file=sys.stderr, flush=True)
        sys.exit(3)
    elif mode == "exit-without-line-feed":
        put(json.dumps(answer), end="")
        sys.exit(0)
    elif mode == "hang":
        time.sleep(3600)
    elif mode == "hang-with-children":
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "3600"])
        time.sleep(3600)
    elif mode in ("hang-with-detached-child", "crash-with-detached-child"):
        # A child that has left the process group, and, by a fork more, its parent. The third argument is a file
        # for its number.
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                with open(sys.argv[3] + ".new", "w") as file:
                    file.write(str(os.getpid()))
                os.rename(sys.argv[3] + ".new", sys.argv[3])
                os.execvp("sleep", ["sleep", "3600"])
            os._exit(0)
        while not os.path.exists(sys.argv[3]):
            time.sleep(0.01)
        if mode == "crash-with-detached-child":
            os.kill(os.getpid(), signal.SIGSEGV)
        time.sleep(3600)
    elif mode == "meets":
        # Waits until another testee has come to its request of the same number. The third argument is a folder.
        here = "%d-" % request["id"]
        open(os.path.join(sys.argv[3], here + str(os.getpid())), "w").close()
        while sum(name.startswith(here) for name in os.listdir(sys.argv[3])) < 2:
            time.sleep(0.001)
    elif mode == "talks-and-exits":
        print("first words", *["…" * 50] * 1000, "last words", sep="\n", file=sys.stderr, flush=True)
        sys.exit(3)
    elif mode == "duplicate-member":
        put('{"id": %d, "out": {"value": "", "value": "%s"}}' % (request["id"], answer["out"]["value"]))
        return
    elif mode == "close-stdout":
        os.close(1)
        time.sleep(3600)
    elif mode == "close-stdin":
        os.close(0)
        time.sleep(3600)
    elif mode == "garbage":
        put_bytes(bytes(range(256)) * 10 + b"\n")
        return
    elif mode == "not-json":
        put("hello")
        return
    elif mode == "echo":
        put_bytes(line)
        return
    elif mode == "extra-line-before":
        put("adding …")
    elif mode == "extra-line-after":
        put(json.dumps(answer))
    elif mode == "long-line":
        put_bytes(b"x" * (5 << 20) + b"\n")
        return
    elif mode == "endless-line":
        while True:
            put_bytes(b"x" * 65536)
    elif mode == "endless-lines":
        while True:
            put_bytes(b"{}\n" * 20000)
    elif mode == "deep":
        put("[" * 100000)
        return
    elif mode == "stderr-flood":
        sys.stderr.write("e" * (1 << 20))
        sys.stderr.flush()
    put(json.dumps(answer))


if mode == "banner":
    put("testee 1.0, ready")
if mode == "ignores-input":
    time.sleep(3600)
if mode == "dies-at-once":
    sys.exit(1)
if mode == "answers-before-input":
    put('{"id": 1, "out": {"value": "0x%064x"}}' % 3)
for number, line in enumerate(sys.stdin.buffer, 1):
    request = json.loads(line)
    if request["op"] != "field.add":
        put(json.dumps({"id": request["id"], "unsupported": True}))
    elif moment in (None, request["id"]):
        misbehave(request, line)
    else:
        put(json.dumps(right(request)))
if mode == "never-ends":
    time.sleep(3600)
if mode == "ends-badly":
    sys.exit(7)
if mode == "last-word":
    put("bye")
