"""Computes networks of robustgrid in PyTorch, 1.13 or later, on any device that PyTorch serves.

The messages are those of robustgrid_server.py, with requests of their own, version 1. Every request
may name arrays: "in" and "out" are lists of {"offset", "shape"} in the file of arrays, of the type
that "open" named; answers are written to "out".

open         {"protocol", "device", "type": "float32" or "float64", "arrays": the file, "ways": what is
             to be computed as on other devices and by older versions, of "window-maxima" and
             "backward-tangents"}
             answers versions, the device's name, all devices
network      {"network": id, "steps", "parameters": [{"offset", "shape", "trained"}], "output"}
parameters   {"network"}, in: the flat vector of parameters
fetch        {"network"}, out: the flat vector of parameters
logits       {"network"}, in: images, out: logits
forward      {"network", "pass": id, "mode", "seed", "trained": whether parameters have gradients},
             in: images, out: logits and, if asked for in training, all that is not trained
pull         {"pass", "input", "parameters", "last", "updates": if given, "first"}, in: cotangents of
             logits, out: the gradient of the input, then that of the flat vector, as asked for;
             "last" closes the pass. With "updates", the latter is added to the gradient of a
             training, which it begins if it is the first
tangent      {"pass"}, in: a tangent of the input, out: that of the logits
pull-tangent as pull, in: cotangents of logits and of their tangent
activations  {"network", "names"}, in: images, out: an array for each name
close-pass   {"pass"}
close-network {"network"}

The requests of a training, whose gradient, state and averaged weights stay on the device:

updates      {"updates": id, "network", "rule": "adam", "nesterov" or "momentum", "states": values of
             state for each parameter, "decay", "decaying": [{"offset", "length"}], "average"}
update       {"updates", "move": whether to, "clip": 0 for never, "numbers": of the rule, "share": of
             the new parameters in the average}
             answers "norm", the gradient's; nothing moves if it is not finite
gradient, state, average {"updates"}, out: a flat vector
put-gradient, restore-state, restore-average {"updates"}, in: a flat vector
exchange     {"updates"}, the average becomes the parameters, and they the average
close-updates {"updates"}
"""

import math
import os
import platform
import shutil
import signal
import sys
import traceback

import robustgrid_server as transport

PROTOCOL = 1
OLDEST = (1, 13)


class Arrays(transport.SharedFile):
    """Tensors of one type that share the file's memory."""

    def __init__(self, path, kind):
        super().__init__(path)
        self.kind = kind

    def at(self, place, size):
        count = 1
        for extent in place["shape"]:
            count *= extent
        tensor = torch.frombuffer(
            self.mapped(size), dtype=self.kind, count=count, offset=place["offset"]
        )
        return tensor.reshape(place["shape"])


class Network:
    """Steps with their parameters on the device."""

    def __init__(self, request):
        self.steps = request["steps"]
        self.slots = request["parameters"]
        self.output = request["output"]
        self.length = request["length"]
        self.values = []
        self.frozen = []
        readers = {}
        for step in self.steps:
            step["last"] = []
            for name in step["from"]:
                readers[name] = step
        for name, step in readers.items():
            if name != self.output:
                step["last"].append(name)

    def take(self, whole):
        self.whole = whole
        self.values = []
        for slot in self.slots:
            count = 1
            for extent in slot["shape"]:
                count *= extent
            part = whole[slot["offset"] : slot["offset"] + count].view(slot["shape"])
            self.values.append(part.detach().requires_grad_(slot["trained"]))
        self.frozen = [value.detach() for value in self.values]

    def statistics(self):
        """All that is not trained, one behind the other."""
        parts = [v.reshape(-1) for v, slot in zip(self.values, self.slots) if not slot["trained"]]
        return torch.cat(parts) if parts else torch.zeros(0)

    def gathered(self):
        """A copy of the flat vector, with the statistics as passes have moved them."""
        vector = self.whole.clone()
        for slot, value in zip(self.slots, self.frozen):
            if not slot["trained"]:
                vector[slot["offset"] : slot["offset"] + value.numel()] = value.reshape(-1)
        return vector

    def gradient(self, grads):
        """The flat vector of gradients, 0 for what has none."""
        given = iter(grads)
        values = [next(given) if slot["trained"] else None for slot in self.slots]
        parts, end = [], 0
        for start, place in sorted(
            (slot["offset"], place)
            for place, slot in enumerate(self.slots)
            if values[place] is not None
        ):
            if start > end:
                parts.append(self.whole.new_zeros(start - end))
            parts.append(values[place].reshape(-1))
            end = start + parts[-1].numel()
        if end < self.length:
            parts.append(self.whole.new_zeros(self.length - end))
        return torch.cat(parts)

    def run(self, x, parameters, mode, seed):
        given = graph.Pass(parameters, mode, seed, [])
        logits = graph.run(self.steps, given, {INPUT: x})[self.output]
        return logits, given.statistics

    def logits(self, x):
        with torch.no_grad():
            return self.run(x, self.frozen, "inference", 0)[0]

    def move(self, statistics):
        """New tensors: what an open pass has kept stays as it was."""
        for place, value in statistics:
            value = value.reshape(self.values[place].shape)
            self.values[place] = self.frozen[place] = value.detach()


class Pass:
    """A forward pass whose graph is kept."""

    def __init__(self, network, x, request):
        self.network = network
        self.mode = request["mode"]
        self.seed = request["seed"]
        self.x = x.requires_grad_(True)
        self.parameters = network.values if request["trained"] else network.frozen
        self.parameters = list(self.parameters)
        with torch.enable_grad():
            self.z, statistics = network.run(self.x, self.parameters, self.mode, self.seed)
        network.move(statistics)
        self.v = None

    def targets(self, request):
        wanted = [self.x] if request["input"] else []
        if request["parameters"]:
            wanted += [
                value
                for value, slot in zip(self.parameters, self.network.slots)
                if slot["trained"]
            ]
        return wanted

    def answers(self, request, grads):
        results = []
        if request["input"]:
            first = grads[0]
            results.append(torch.zeros_like(self.x) if first is None else first)
            grads = grads[1:]
        if request["parameters"]:
            results.append(self.network.gradient(grads))
        return results

    def pull(self, request, cotangents):
        grads = self.grads(self.z, self.targets(request), cotangents, not request["last"])
        return self.answers(request, grads)

    def grads(self, value, targets, cotangents, retain):
        if not value.requires_grad:
            return [None] * len(targets)
        return torch.autograd.grad(
            value, targets, cotangents, retain_graph=retain, allow_unused=True
        )

    def tangent(self, v):
        self.v = v
        global FORWARD_MODE
        if FORWARD_MODE and "backward-tangents" not in graph.WAYS:
            try:
                return self.forward_tangent(v)
            except (RuntimeError, NotImplementedError) as e:
                if out_of_memory(e):
                    raise
                print("no forward mode here, tangents by two backward passes:", e, file=sys.stderr)
                FORWARD_MODE = False
        return self.backward_tangent(v)

    def forward_tangent(self, v):
        """Forward mode, as torch.func.jvp runs it: the pass again, beside its tangent."""
        with torch.no_grad(), forward_ad.dual_level():
            x = forward_ad.make_dual(self.x.detach(), v)
            frozen = [value.detach() for value in self.parameters]
            z, _ = self.network.run(x, frozen, self.mode, self.seed)
            tangent = forward_ad.unpack_dual(z).tangent
        return torch.zeros_like(self.z) if tangent is None else tangent

    def backward_tangent(self, v):
        """The gradient with respect to u of <v, J'u>, which is linear in u."""
        u = torch.zeros_like(self.z, requires_grad=True)
        with torch.enable_grad():
            (g,) = torch.autograd.grad(self.z, self.x, u, create_graph=True)
        (tangent,) = torch.autograd.grad(g, u, v)
        return tangent

    def pull_tangent(self, request, cotangents, tangent_cotangents):
        """The gradient of <a, z> + <b, Jv>, where <b, Jv> = <J'b, v>."""
        with torch.enable_grad():
            (inner,) = torch.autograd.grad(self.z, self.x, tangent_cotangents, create_graph=True)
            value = (self.z * cotangents).sum() + (inner * self.v).sum()
        grads = self.grads(value, self.targets(request), None, not request["last"])
        return self.answers(request, grads)


class Updates:
    """Gradient, state of the update rule and averaged weights of one training.

    Each formula is that of robustgrid's own trainer, its products and sums in the same order.
    """

    def __init__(self, request, network):
        self.network = request["network"]
        self.rule = getattr(self, request["rule"])
        self.gradient = None
        self.state = network.whole.new_zeros(request["states"] * network.length)
        self.average = network.gathered() if request["average"] else None
        self.decay = None
        if request["decaying"]:
            self.decay = torch.zeros_like(network.whole)
            for place in request["decaying"]:
                end = place["offset"] + place["length"]
                self.decay[place["offset"] : end] = request["decay"]

    def add(self, gradient, first):
        self.gradient = gradient if first else self.gradient.add_(gradient)

    def update(self, request, network):
        g = self.gradient
        norm = math.sqrt(torch.dot(g, g).item())
        if not (request["move"] and math.isfinite(norm)):
            return norm
        if 0 < request["clip"] < norm:
            g.mul_(request["clip"] / norm)
        if self.decay is not None:
            g.add_(network.whole * self.decay)
        network.whole.sub_(self.rule(g, request["numbers"]))
        if self.average is not None:
            self.average.add_(network.gathered().sub_(self.average).mul_(request["share"]))
        return norm

    def adam(self, g, numbers):
        m, v = self.state.view(2, -1)
        m.mul_(numbers["first"]).add_(g * numbers["first-rest"])
        v.mul_(numbers["second"]).add_((g * g).mul_(numbers["second-rest"]))
        return (m * numbers["rate"]).div_(v.sqrt().add_(numbers["epsilon"]))

    def nesterov(self, g, numbers):
        slowed = self.state * numbers["momentum"]
        torch.sub(slowed, g.mul_(numbers["rate"]), out=self.state)
        return slowed.add_(self.state * numbers["ahead"])

    def momentum(self, g, numbers):
        self.state.mul_(numbers["momentum"]).add_(g)
        return self.state * numbers["rate"]

    def exchange(self, network):
        mine = network.gathered()
        network.take(self.average)
        self.average = mine


class Server:
    def __init__(self):
        self.networks = {}
        self.passes = {}
        self.updates = {}

    def open(self, request):
        if request["protocol"] != PROTOCOL:
            raise transport.Refused(
                "speaks protocol %d, but was asked for %s" % (PROTOCOL, request["protocol"])
            )
        transport.settle()
        deterministic = getattr(torch.utils, "deterministic", None)
        if deterministic is not None:
            # no step reads what it has not written
            deterministic.fill_uninitialized_memory = False
        graph.WAYS = set(request["ways"])
        self.kind = getattr(torch, request["type"])
        self.device = torch.device(request["device"])
        self.arrays = Arrays(request["arrays"], self.kind)
        found = devices()
        try:
            torch.zeros(1, dtype=self.kind, device=self.device)
        except (RuntimeError, AssertionError, TypeError, NotImplementedError) as e:
            raise transport.Refused(
                "cannot compute in %s on the device '%s': %s; it has the devices %s"
                % (
                    request["type"],
                    request["device"],
                    str(e).strip().split("\n")[0],
                    ", ".join(each["id"] for each in found),
                )
            )
        cuda = torch.version.cuda or ""
        rocm = getattr(torch.version, "hip", None) or ""
        names = {each["id"]: each["name"] for each in found}
        wanted = str(self.device)
        if wanted == "cuda":
            wanted = "cuda:%d" % torch.cuda.current_device()
        return {
            "python": platform.python_version(),
            "torch": str(torch.__version__),
            "cuda": cuda or ("rocm " + rocm if rocm else "none"),
            "name": names.get(wanted, wanted),
            "devices": found,
            "obstacles": obstacles(found),
        }

    def read(self, request, index, kept=True):
        """An array on the device; a copy if it is kept, as the next request overwrites it."""
        return self.arrays.at(request["in"][index], request["size"]).to(self.device, copy=kept)

    def write(self, request, *tensors):
        for place, tensor in zip(request["out"], tensors):
            self.arrays.at(place, request["size"]).copy_(tensor.detach().reshape(place["shape"]))

    def answer(self, request):
        op = request["op"]
        if op == "open":
            return self.open(request)
        self.arrays.follow(request)
        if op == "network":
            self.networks[request["network"]] = Network(request)
        elif op == "parameters":
            self.networks[request["network"]].take(self.read(request, 0))
        elif op == "logits":
            network = self.networks[request["network"]]
            self.write(request, network.logits(self.read(request, 0, False)))
        elif op == "forward":
            network = self.networks[request["network"]]
            made = Pass(network, self.read(request, 0), request)
            self.passes[request["pass"]] = made
            if len(request["out"]) > 1:
                self.write(request, made.z, network.statistics())
            else:
                self.write(request, made.z)
        elif op == "pull":
            kept = self.passes[request["pass"]]
            self.give(request, kept.pull(request, self.read(request, 0, False)))
        elif op == "tangent":
            kept = self.passes[request["pass"]]
            self.write(request, kept.tangent(self.read(request, 0)))
        elif op == "pull-tangent":
            kept = self.passes[request["pass"]]
            a, b = self.read(request, 0), self.read(request, 1)
            self.give(request, kept.pull_tangent(request, a, b))
        elif op == "activations":
            self.activations(request)
        elif op == "fetch":
            self.write(request, self.networks[request["network"]].gathered())
        elif op == "close-network":
            self.networks.pop(request["network"], None)
        elif "updates" in request:
            return self.training(op, request)
        elif op != "close-pass":
            raise transport.Refused("does not know the request '%s'" % op)
        if op == "close-pass" or request.get("last"):
            self.passes.pop(request["pass"], None)
        return {}

    def give(self, request, gradients):
        """Writes gradients, or adds the last one to that of a training."""
        if "updates" in request:
            self.updates[request["updates"]].add(gradients.pop(), request["first"])
        self.write(request, *gradients)

    def training(self, op, request):
        with torch.no_grad():
            if op == "updates":
                network = self.networks[request["network"]]
                self.updates[request["updates"]] = Updates(request, network)
                return {}
            kept = self.updates[request["updates"]]
            if op == "update":
                norm = kept.update(request, self.networks[kept.network])
                return {"norm": repr(norm).replace("nan", "NaN").replace("inf", "Infinity")}
            if op in ("gradient", "state", "average"):
                self.write(request, getattr(kept, op))
            elif op in ("put-gradient", "restore-state", "restore-average"):
                setattr(kept, op.split("-")[1], self.read(request, 0).reshape(-1))
            elif op == "exchange":
                kept.exchange(self.networks[kept.network])
            elif op == "close-updates":
                del self.updates[request["updates"]]
            else:
                raise transport.Refused("does not know the request '%s'" % op)
        return {}

    def activations(self, request):
        network = self.networks[request["network"]]
        names = request["names"]
        given = graph.Pass(network.frozen, "inference", 0, [])
        with torch.no_grad():
            values = graph.run(
                network.steps, given, {INPUT: self.read(request, 0)}, kept=set(names)
            )
        self.write(request, *[values[name] for name in names])

    def free(self):
        """Gives all passes back, as memory is short."""
        self.passes.clear()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()


def devices():
    """All devices, each with what it is."""
    found = [{"id": "cpu", "name": capability()}]
    if torch.cuda.is_available():
        for i in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(i)
            found.append(
                {
                    "id": "cuda:%d" % i,
                    "name": properties.name,
                    "memory": properties.total_memory,
                }
            )
    mps = getattr(torch.backends, "mps", None)
    if mps is not None and mps.is_available():
        found.append({"id": "mps", "name": platform.processor() or "Apple GPU"})
    return found


def obstacles(found):
    """What keeps PyTorch from a GPU."""
    if torch.version.cuda is None and getattr(torch.version, "hip", None) is None:
        return [] if len(found) > 1 else ["this PyTorch is built for the CPU alone"]
    if not torch.cuda.is_available():
        try:
            torch.cuda.init()
        except (RuntimeError, AssertionError) as e:
            return [str(e).strip().split("\n")[0]]
        return ["PyTorch finds none"]
    return []


def capability():
    """The vector instructions that PyTorch uses: other ones give other last bits."""
    for line in torch.__config__.show().split("\n"):
        if "CPU capability usage" in line:
            return line.split(":")[1].strip()
    return platform.machine()


def out_of_memory(e):
    kind = getattr(torch.cuda, "OutOfMemoryError", None)
    words = ("out of memory", "can't allocate memory", "STATUS_ALLOC_FAILED")
    return (kind is not None and isinstance(e, kind)) or isinstance(e, MemoryError) or (
        isinstance(e, RuntimeError) and any(word in str(e) for word in words)
    )


def serve(requests, answers):
    server = Server()
    while True:
        request = transport.receive(requests)
        if request is None or request["op"] == "close":
            return
        try:
            answer = {"ok": True}
            answer.update(server.answer(request))
        except transport.Refused as e:
            answer = {"ok": False, "error": str(e)}
        except BaseException as e:  # an exit, too, has to be reported
            short = out_of_memory(e)
            if short:
                server.free()
            else:
                traceback.print_exc()
            first = str(e).strip().split("\n")[0]
            answer = {
                "ok": False,
                "memory": short,
                "error": first if short else "raised %s: %s" % (type(e).__name__, first),
            }
        sys.stderr.flush()
        transport.send(answers, answer)


def refuse(streams, why):
    transport.receive(streams[0])
    transport.send(streams[1], {"ok": False, "error": why})
    sys.exit(1)


INPUT = ""
# until an operation turns out to have none
FORWARD_MODE = True

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # read when CUDA starts: products in a fixed order
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    own = os.path.dirname(os.path.abspath(__file__))
    streams = transport.take_streams()
    transport.watch_parent(own)
    try:
        way_out = (
            "install PyTorch %d.%d or later there, or name another interpreter by the variable"
            " ROBUSTGRID_PYTHON" % OLDEST
        )
        try:
            import torch
        except ImportError as e:
            refuse(streams, "cannot start: %s has no PyTorch (%s); %s" % (sys.executable, e, way_out))
        if tuple(int(number) for number in str(torch.__version__).split(".")[:2]) < OLDEST:
            refuse(
                streams,
                "cannot start: %s has PyTorch %s, which is too old; %s"
                % (sys.executable, torch.__version__, way_out),
            )
        import torch.autograd.forward_ad as forward_ad

        import robustgrid_graph as graph

        serve(*streams)
    finally:
        shutil.rmtree(own, ignore_errors=True)
