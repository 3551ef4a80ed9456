"""Serves a model of the user's to robustgrid. Python 3.8 or later, with NumPy.

The protocol, version 1: robustgrid writes requests to standard input and reads answers from
standard output. A message is four bytes with its length, big-endian, and a JSON object in UTF-8.
Arrays lie in a file that both sides map into memory, in C order and little-endian; messages say
where. What the model prints goes to standard error. The process ends when its input ends.

request   {"op": "open", "protocol": 1, "file", "function", "arguments", "arrays"}
answer    {"ok": true, "gives": "gradients", "scores" or "decisions", "randomised", "versions"}
request   {"op": "logits", "seed", "size", "images": {"offset", "shape", "type"},
           "answer": {"offset", "shape"}, "keep": whether a "vjp" about the same images follows}
request   {"op": "vjp", "seed", "size", "cotangents": {"offset", "shape", "type"},
           "answer": {"offset", "shape"}}
request   {"op": "decisions", "seed", "size", "images", "answer"}
answer    {"ok": true}, the array is in the file: float64, decisions int32
          The file of arrays is opened at "open", as it may have no name later, and grows; a request
          that names another one by "arrays" moves to it
answer    {"ok": false, "error": what is wrong, in words}
"""

import importlib.util
import inspect
import json
import mmap
import os
import random
import shutil
import signal
import struct
import sys
import threading
import time
import traceback
import warnings

PROTOCOL = 1
KNOWN = ("numpy", "torch", "jax", "tensorflow")


class Refused(Exception):
    """What is wrong, in words for the user."""


def take_streams():
    """Keeps the streams for messages; what anybody prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, answers


def read_fully(stream, count):
    data = b""
    while len(data) < count:
        part = stream.read(count - len(data))
        if not part:
            return None
        data += part
    return data


def receive(stream):
    head = read_fully(stream, 4)
    if head is None:
        return None
    body = read_fully(stream, struct.unpack(">I", head)[0])
    return None if body is None else json.loads(body.decode("utf-8"))


def send(stream, message):
    body = json.dumps(message).encode("utf-8")
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()


def watch_parent(folder):
    """Ends the process when robustgrid is gone, even while the model computes."""
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


def module(name):
    """A module that the model has imported, or None."""
    return sys.modules.get(name)


def settle():
    """Makes PyTorch give the same answer to the same question."""
    torch = module("torch")
    if torch is None:
        return
    try:
        torch.use_deterministic_algorithms(True, warn_only=True)
        torch.backends.cudnn.benchmark = False
    except (AttributeError, TypeError):
        pass  # older than 1.11
    without_tf32(torch.backends)


def without_tf32(backends):
    """Products of float32 as they are: by the names before PyTorch 2.9, and by those since."""
    unknown = (AttributeError, AssertionError, RuntimeError)
    with warnings.catch_warnings():
        # of the older names, which models may read
        warnings.simplefilter("ignore")
        for part in (backends.cudnn, backends.cuda.matmul):
            try:
                part.allow_tf32 = False
            except unknown:
                pass
        named = [getattr(backends.cudnn, name, None) for name in ("conv", "rnn")]
        for part in named + [backends.cuda.matmul]:
            try:
                if part.fp32_precision not in ("none", "ieee"):
                    part.fp32_precision = "ieee"
            except unknown:
                pass


def versions():
    found = {"python": "%d.%d.%d" % sys.version_info[:3]}
    for name in KNOWN:
        version = getattr(module(name), "__version__", None)
        if version is not None:
            found[name] = str(version)
    return found


def load(request):
    if request["protocol"] != PROTOCOL:
        raise Refused("speaks protocol %d, but was asked for %s" % (PROTOCOL, request["protocol"]))
    path = request["file"]
    sys.path.insert(0, os.path.dirname(path))
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    code = importlib.util.module_from_spec(spec)
    sys.modules[name] = code
    spec.loader.exec_module(code)
    settle()
    function = getattr(code, request["function"], None)
    if not callable(function):
        found = [
            key
            for key, value in vars(code).items()
            if inspect.isfunction(value) and value.__module__ == name
        ]
        raise Refused(
            "has no function '%s'; it has %s" % (request["function"], ", ".join(found) or "none")
        )
    seed_all(0)
    model = function(**request["arguments"])
    settle()
    return model


def seed_all(seed):
    random.seed(seed)
    numpy.random.seed(seed % 2**32)
    torch = module("torch")
    if torch is not None:
        torch.manual_seed(seed)


def with_seed(function):
    """A function that is handed the seed of the question, if it takes one by that name."""
    try:
        wanted = "seed" in inspect.signature(function).parameters
    except (TypeError, ValueError):
        wanted = False
    return function if wanted else (lambda *arrays, seed: function(*arrays))


def to_numpy(value):
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    return numpy.asarray(value)


class Torch:
    """A module, or a function of tensors: gradients by autograd."""

    def __init__(self, function, model):
        self.torch = module("torch")
        self.function = with_seed(function)
        self.device = "cpu"
        self.type = self.torch.float32
        self.kept = None
        if isinstance(model, self.torch.nn.Module):
            if not getattr(model, "randomised", False):
                model.eval()
            for parameter in model.parameters():
                parameter.requires_grad_(False)
                if parameter.is_floating_point():
                    self.device, self.type = parameter.device, parameter.dtype

    def tensor(self, images):
        return self.torch.from_numpy(images).to(self.device, self.type)

    def owns(self, answer):
        return isinstance(answer, self.torch.Tensor)

    def logits(self, images, seed, keep):
        x = self.tensor(images)
        if not keep:
            with self.torch.no_grad():
                return self.function(x, seed=seed)
        x.requires_grad_(True)
        with self.torch.enable_grad():
            z = self.function(x, seed=seed)
        self.kept = (x, z)
        return z

    def vjp(self, cotangents, seed):
        (x, z), self.kept = self.kept, None
        if not z.requires_grad:
            raise Refused(
                "gives logits that do not depend on the images for PyTorch's autograd; leave out"
                " no_grad, detach and NumPy, or give the object that '%s' returns the attribute"
                " gradients = False" % FUNCTION
            )
        v = self.torch.from_numpy(cotangents).to(z.device, z.dtype)
        return self.torch.autograd.grad(z, x, v)[0]


class Jax:
    """A function of JAX arrays: gradients by jax.vjp."""

    def __init__(self, function, model):
        self.jax = module("jax")
        self.function = with_seed(function)
        self.pull = None

    def owns(self, answer):
        return isinstance(answer, self.jax.numpy.ndarray)

    def logits(self, images, seed, keep):
        x = self.jax.numpy.asarray(images)
        if not keep:
            return self.function(x, seed=seed)
        z, self.pull = self.jax.vjp(lambda images: self.function(images, seed=seed), x)
        self.type = z.dtype
        return z

    def vjp(self, cotangents, seed):
        pull, self.pull = self.pull, None
        return pull(self.jax.numpy.asarray(cotangents, dtype=self.type))[0]


class Plain:
    """A function of NumPy arrays, with a vjp of its own or without gradients."""

    def __init__(self, function, model):
        self.function = with_seed(function)
        self.own = with_seed(model.vjp) if hasattr(model, "vjp") else None
        self.kept = None

    def owns(self, answer):
        return True

    def logits(self, images, seed, keep):
        self.kept = images.copy() if keep else None
        return self.function(images, seed=seed)

    def vjp(self, cotangents, seed):
        return self.own(self.kept, cotangents, seed=seed)


class Served:
    """What the user's function returned, as it is asked."""

    def __init__(self, model):
        self.model = model
        self.engine = None
        self.decide = None
        self.randomised = bool(getattr(model, "randomised", False))
        function = getattr(model, "logits", None)
        torch = module("torch")
        is_module = torch is not None and isinstance(model, torch.nn.Module)
        if not callable(function) or is_module:
            decides = callable(getattr(model, "decisions", None))
            function = model if callable(model) and not decides else None
        self.function = function
        if function is None:
            if not callable(getattr(model, "decisions", None)):
                raise Refused(
                    "'%s' returned %s, which is neither callable nor has a method logits(x) or"
                    " decisions(x)" % (FUNCTION, type(model).__name__)
                )
            self.decide = with_seed(model.decisions)
            return
        if hasattr(model, "vjp"):
            self.engine = Plain(function, model)
        elif is_module:
            self.engine = Torch(function, model)

    def candidates(self):
        kinds = [Torch] if module("torch") else []
        kinds += [Jax] if module("jax") else []
        return [kind(self.function, self.model) for kind in kinds + [Plain]]

    def choose(self, images):
        """Finds out by one image which library's arrays the function works on."""
        failure = None
        for engine in self.candidates():
            try:
                seed_all(0)
                if engine.owns(engine.logits(images[:1].copy(), 0, False)):
                    self.engine = engine
                    return
            except Exception as e:  # the next library may do
                failure = failure or e
        raise failure

    def gives(self, images):
        if self.decide is not None:
            return "decisions"
        if self.engine is None:
            self.choose(images)
        wanted = getattr(self.model, "gradients", True) is not False
        able = not isinstance(self.engine, Plain) or self.engine.own is not None
        return "gradients" if wanted and able else "scores"


class SharedFile:
    """The file of arrays, which stays open and is mapped again when it has grown."""

    def __init__(self, path):
        self.take(path)

    def take(self, path):
        self.file = open(path, "r+b")
        self.size = 0

    def mapped(self, size):
        if size != self.size:
            self.map = mmap.mmap(self.file.fileno(), size)
            self.size = size
        return self.map

    def follow(self, request):
        """Opens the file that a request moves to."""
        if "arrays" in request:
            self.take(request["arrays"])


class Arrays(SharedFile):
    """Arrays of NumPy that share the file's memory."""

    def at(self, place, size, kind=None):
        kind = numpy.dtype(kind or place["type"]).newbyteorder("<")
        count = int(numpy.prod(place["shape"], dtype=numpy.int64))
        flat = numpy.frombuffer(self.mapped(size), kind, count, place["offset"])
        return flat.reshape(place["shape"])

    def images(self, place, size):
        return numpy.array(self.at(place, size))

    def answer(self, place, size, kind, value, what):
        value = to_numpy(value)
        expected = tuple(place["shape"])
        if value.shape != expected:
            raise Refused(
                "answers %s of shape %s, but %s was expected: one row for each image"
                % (what, list(value.shape), list(expected))
            )
        if kind == "float64" and value.dtype.kind not in "fiu":
            raise Refused("answers %s of type %s, but numbers were expected" % (what, value.dtype))
        if kind == "int32" and value.dtype.kind not in "iu":
            raise Refused("answers decisions of type %s, but classes were expected" % value.dtype)
        self.at(place, size, kind)[...] = value


def serve(requests, answers):
    global FUNCTION
    served = arrays = None
    while True:
        request = receive(requests)
        if request is None or request["op"] == "close":
            return
        try:
            answer = {"ok": True}
            if request["op"] == "open":
                FUNCTION = request["function"]
                arrays = Arrays(request["arrays"])
                served = Served(load(request))
                answer["gives"] = served.gives(numpy.full([1] + request["input"], 0.5, "float32"))
                answer["randomised"] = served.randomised
                answer["versions"] = versions()
            else:
                arrays.follow(request)
                question(request, served, arrays)
        except Refused as e:
            answer = {"ok": False, "error": str(e)}
        except BaseException as e:  # even an exit is the model's, and has to be told
            traceback.print_exc()
            answer = {"ok": False, "error": "threw %s: %s" % (type(e).__name__, e)}
        sys.stderr.flush()
        send(answers, answer)


def question(request, served, arrays):
    size, seed, place = request["size"], request["seed"], request["answer"]
    seed_all(seed)
    if request["op"] == "logits":
        images = arrays.images(request["images"], size)
        logits = served.engine.logits(images, seed, request["keep"])
        arrays.answer(place, size, "float64", logits, "logits")
    elif request["op"] == "vjp":
        cotangents = arrays.images(request["cotangents"], size)
        product = served.engine.vjp(cotangents, seed)
        arrays.answer(place, size, "float64", product, "gradients")
    elif request["op"] == "decisions":
        images = arrays.images(request["images"], size)
        arrays.answer(place, size, "int32", served.decide(images, seed=seed), "decisions")
    else:
        raise Refused("does not know the request '%s'" % request["op"])


FUNCTION = ""

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    streams = take_streams()
    own = os.path.dirname(os.path.abspath(__file__))
    watch_parent(own)
    try:
        try:
            import numpy
        except ImportError:
            receive(streams[0])
            send(
                streams[1],
                {
                    "ok": False,
                    "error": "cannot be served: %s has no NumPy; install it there, or name another"
                    " interpreter by the variable ROBUSTGRID_PYTHON" % sys.executable,
                },
            )
            sys.exit(1)
        # the folder of this file is no place that a model imports from
        sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != own]
        serve(*streams)
    finally:
        shutil.rmtree(own, ignore_errors=True)
