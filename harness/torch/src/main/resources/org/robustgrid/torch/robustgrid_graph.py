"""The steps of a network in PyTorch, 1.13 or later.

A network is a list of steps in forward order. Each has the name of its result ("to"), the names of
what it reads ("from"), an operation ("op") and its numbers. Parameters are named by their place in
the list of parameters. Shapes are of one sample, without the batch. At kinks and ties, derivatives
are those of robustgrid's own engine: the left one, and the first of equal numbers.
"""

import math

import torch
import torch.nn.functional as F

# what is computed as on other devices, see robustgrid_torch.py
WAYS = set()


class Pass:
    """One forward pass: its values by name, and what batch norm and dropout do in it."""

    def __init__(self, parameters, mode, seed, statistics):
        self.parameters = parameters
        self.mode = mode
        self.seed = seed
        self.statistics = statistics

    def parameter(self, place):
        return None if place is None else self.parameters[place]


def run(steps, given, values, kept=None):
    """Runs all steps on the values of the input; results are dropped after their last reader."""
    for step in steps:
        inputs = [values[name] for name in step["from"]]
        values[step["to"]] = OPERATIONS[step["op"]](step, given, *inputs)
        for name in step["last"]:
            if kept is None or name not in kept:
                del values[name]
    return values


# layers


def linear(step, given, x):
    flat = x if step.get("tokens") else x.flatten(1)
    weight = given.parameter(step.get("weight"))
    bias = given.parameter(step.get("bias"))
    return F.linear(flat, weight.t() if step.get("transposed") else weight, bias)


def even(step, x):
    """Padding above and left that serves below and right, too; None where none does."""
    for i in range(2):
        extent = (step["kernel"][i] - 1) * step["dilation"][i] + 1
        room = x.shape[x.dim() - 2 + i] + 2 * step["before"][i] - extent
        if step["before"][i] < 0 or room // step["stride"][i] + 1 != step["size"][i]:
            return None
    return tuple(step["before"])


def paddings(step, x):
    """Above, below, left and right, for windows that give an output of a known size."""
    sides = []
    for i in range(2):
        extent = (step["size"][i] - 1) * step["stride"][i]
        extent += (step["kernel"][i] - 1) * step["dilation"][i] + 1
        before = step["before"][i]
        sides.append((before, extent - before - x.shape[x.dim() - 2 + i]))
    return sides


def padded(x, sides, value=0.0):
    (top, bottom), (left, right) = sides
    if not any((top, bottom, left, right)):
        return x
    return F.pad(x, (left, right, top, bottom), value=value)


def convolution(step, given, x):
    weight, bias = given.parameter(step.get("weight")), given.parameter(step.get("bias"))
    padding = even(step, x)
    if padding is None:
        x, padding = padded(x, paddings(step, x)), 0
    return F.conv2d(x, weight, bias, step["stride"], padding, step["dilation"], step["groups"])


def transposed_convolution(step, given, x):
    weight, bias = given.parameter(step.get("weight")), given.parameter(step.get("bias"))
    full = F.conv_transpose2d(
        x, weight, None, step["stride"], 0, 0, step["groups"], step["dilation"]
    )
    sides = []
    for i in range(2):
        before = step["before"][i]
        sides.append((-before, step["size"][i] - (full.shape[2 + i] - before)))
    cut = padded(full, sides)
    return cut if bias is None else cut + bias.reshape(1, -1, 1, 1)


def batch_norm(step, given, x):
    weight, bias = given.parameter(step.get("weight")), given.parameter(step.get("bias"))
    mean, variance = given.parameter(step["mean"]), given.parameter(step["variance"])
    if weight is None:
        weight = torch.full_like(mean, step["scale"])
        bias = torch.full_like(mean, step["shift"])
    if given.mode == "inference":
        running = torch.pow(10.0, 2 * variance) if step["logarithmic"] else variance
        return F.batch_norm(x, mean, running, weight, bias, False, 0.0, step["epsilon"])
    if given.mode == "training":
        move(step, given, x, mean, variance)
    return F.batch_norm(x, None, None, weight, bias, True, 0.0, step["epsilon"])


def move(step, given, x, mean, variance):
    """Moves running statistics towards a batch's, by 1 - decay, with the biased variance."""
    with torch.no_grad():
        axes = [0] + list(range(2, x.dim()))
        batch_variance, batch_mean = torch.var_mean(x, axes, unbiased=False)
        decay = step["decay"]
        running = torch.pow(10.0, 2 * variance) if step["logarithmic"] else variance
        moved = decay * running + (1 - decay) * batch_variance
        given.statistics.append((step["mean"], decay * mean + (1 - decay) * batch_mean))
        given.statistics.append(
            (step["variance"], torch.log10(moved) / 2 if step["logarithmic"] else moved)
        )


def slopes(step, given, x):
    slope, shape = given.parameter(step.get("weight")), step["shape"]
    if step["fortran"]:
        slope = slope.reshape(shape[::-1]).permute(*reversed(range(len(shape))))
    return torch.where(x > 0, x, slope.reshape(shape) * x)


def windows_of(x, step):
    """The windows over the last two axes, as axes at the end."""
    kernel, stride, dilation = step["kernel"], step["stride"], step["dilation"]
    rows, columns = ((kernel[i] - 1) * dilation[i] + 1 for i in range(2))
    apart = tuple(kernel) == tuple(stride) and tuple(dilation) == (1, 1)
    if apart and x.shape[-2] % rows == 0 and x.shape[-1] % columns == 0:
        shape = x.shape[:-2] + (x.shape[-2] // rows, rows, x.shape[-1] // columns, columns)
        return x.reshape(shape).transpose(-3, -2)
    x = x.unfold(-2, rows, stride[0]).unfold(-2, columns, stride[1])
    return x[..., :: dilation[0], :: dilation[1]]


def largest_of_windows(x, step):
    """Maxima over windows of the last two axes. Gradients go to the first of equal numbers, and are
    added up in a fixed order: no operation here has a backward pass that scatters."""
    windows = windows_of(x, step)
    flat = windows.flatten(-2)
    with torch.no_grad():
        # like max, the first of equal numbers, and a number that is none before all others
        first = flat.detach().max(-1, keepdim=True).indices
        chosen = first == torch.arange(flat.shape[-1], device=x.device)
    return torch.where(chosen, flat, torch.zeros_like(flat)).sum(-1)


def max_pool(step, given, x):
    shape = x.shape
    images = x.flatten(0, -3).unsqueeze(0)
    padding = even(step, images)
    kernel = step["kernel"]
    alone = images.device.type != "cpu" or "window-maxima" in WAYS
    if alone or padding is None or any(2 * padding[i] > kernel[i] for i in range(2)):
        images, padding = padded(images, paddings(step, images), -math.inf), 0
    if alone:
        result = largest_of_windows(images, step)
    else:
        result = F.max_pool2d(images, kernel, step["stride"], padding, step["dilation"])
    return result.reshape(shape[:-2] + result.shape[-2:])


def average_pool(step, given, x):
    shape = x.shape
    images = x.flatten(0, -3).unsqueeze(0)
    size = step["size"]
    total = sums(step, images)
    counts = [windows(step, i, shape[len(shape) - 2 + i]) for i in range(2)]
    if len(set(counts[0])) == 1 and len(set(counts[1])) == 1:
        total = total / (counts[0][0] * counts[1][0])
    else:
        rows, columns = (torch.tensor(each, dtype=x.dtype, device=x.device) for each in counts)
        total = total / (rows.unsqueeze(1) * columns)
    return total.reshape(shape[:-2] + tuple(size))


def sums(step, images):
    kernel, stride, dilation = step["kernel"], step["stride"], step["dilation"]
    padding = even(step, images)
    if padding is None or any(2 * padding[i] > kernel[i] for i in range(2)):
        images, padding = padded(images, paddings(step, images)), (0, 0)
    if tuple(dilation) == (1, 1):
        return F.avg_pool2d(images, kernel, stride, padding, divisor_override=1)
    images = padded(images, [(padding[0],) * 2, (padding[1],) * 2])
    total = 0
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            top, left = i * dilation[0], j * dilation[1]
            total = total + images[
                ...,
                top : top + (step["size"][0] - 1) * stride[0] + 1 : stride[0],
                left : left + (step["size"][1] - 1) * stride[1] + 1 : stride[1],
            ]
    return total


def windows(step, side, length):
    """The pixels of each window along a side: inside the image, or inside the padded image."""
    whole = step["divisor"] == "whole"
    end = length + step["after"][side] if whole else length
    counts = []
    for place in range(step["size"][side]):
        start = place * step["stride"][side] - step["before"][side]
        places = [start + k * step["dilation"][side] for k in range(step["kernel"][side])]
        counts.append(sum(1 for at in places if at < end and (whole or at >= 0)))
    return counts


def global_average(step, given, x):
    return x.mean((2, 3))


def global_largest(step, given, x):
    return x.flatten(2).max(2).values


def noise(step, given, x):
    """Dropout of a kind, in training: a factor and an offset for each number."""
    if given.mode != "training":
        return x
    where = x.device if x.device.type != "mps" else torch.device("cpu")
    generator = torch.Generator(where)
    generator.manual_seed((given.seed * 1000003 + step["layer"]) % 2**63)
    shape = tuple(x.shape)
    kind = step["kind"]
    if kind == "channels":
        shape = shape[:2] + (1,) * (x.dim() - 2)
    if kind in ("elements", "channels", "alpha"):
        drawn = torch.rand(shape, generator=generator, device=where, dtype=x.dtype)
        keep = (drawn < step["retained"]).to(x.device, x.dtype)
        if kind == "alpha":
            scale = step["scale"]
            return x * (keep * scale) + (step["shift"] + (1 - keep) * (scale * step["low"]))
        return x * (keep / step["retained"])
    if kind == "unknown":
        raise ValueError("the dropout of '%s' is not drawn in PyTorch: %s" % (step["to"], step["what"]))
    drawn = torch.randn(shape, generator=generator, device=where, dtype=x.dtype).to(x.device)
    if kind == "gaussian":
        return x * (1 + step["deviation"] * drawn)
    return x + step["deviation"] * drawn


def upsample(step, given, x):
    height, width = step["size"]
    return x.repeat_interleave(height, 2).repeat_interleave(width, 3)


def zero_pad(step, given, x):
    return F.pad(x, step["sides"])


# vertices


def element_wise(step, given, *inputs):
    kind = step["kind"]
    result = inputs[0]
    for other in inputs[1:]:
        if kind in ("add", "average"):
            result = result + other
        elif kind == "subtract":
            result = result - other
        elif kind == "product":
            result = result * other
        else:
            result = torch.where(result >= other, result, other)
    return result / len(inputs) if kind == "average" else result


def subset(step, given, x):
    return x[:, step["start"] : step["end"]]


def normalize(step, given, x):
    norm = x.pow(2).sum(1, keepdim=True).sqrt()
    return x / torch.where(norm > step["epsilon"], norm, torch.full_like(norm, step["epsilon"]))


def reshape(step, given, x):
    return x.reshape([x.shape[0]] + step["shape"])


def array(step, given, x):
    values = given.parameter(step.get("weight")).reshape([1] + step["shape"])
    return values.expand([x.shape[0]] + step["shape"])


# operators


def view(step, given, x):
    for text in step["arguments"]:
        word, *rest = text.split()
        x = VIEWS[word](x, rest)
    return x


def integers(words):
    return [int(word) for word in words]


def along(x, axis, places):
    return x.index_select(axis, torch.tensor(places, device=x.device))


def slice_view(x, words):
    axis, start, step, count = integers(words)
    if step == 1:
        return x.narrow(axis + 1, start, count)
    return along(x, axis + 1, [start + i * step for i in range(count)])


def pad_view(x, words):
    axis, before, after = integers(words[:3])
    mode = words[3]
    size = x.shape[axis + 1]
    if mode == "constant":
        value = float(words[4]) if len(words) > 4 else 0.0
        sides = [0, 0] * (x.dim() - axis - 2) + [before, after]
        return F.pad(x, sides, value=value)
    places = [padded_place(i - before, size, mode) for i in range(size + before + after)]
    return along(x, axis + 1, places)


def padded_place(at, size, mode):
    if 0 <= at < size:
        return at
    if mode == "edge":
        return 0 if at < 0 else size - 1
    if mode == "wrap":
        return at % size
    period = max(1, 2 * (size - 1))
    folded = at % period
    return min(folded, period - folded) % size


VIEWS = {
    "reshape": lambda x, words: x.reshape([x.shape[0]] + integers(words)),
    "permute": lambda x, words: x.permute([0] + [1 + axis for axis in integers(words)]),
    "slice": slice_view,
    "gather": lambda x, words: along(x, int(words[0]) + 1, integers(words[1:])),
    "expand": lambda x, words: x.expand([x.shape[0]] + integers(words)),
    "pad": pad_view,
}


def pair(step, given, a, b):
    kind = step["kind"]
    if kind in ("maximum", "minimum"):
        first = a >= b if kind == "maximum" else a <= b
        return torch.where(first | a.isnan(), a, b)
    return PAIRS[kind](a, b)


PAIRS = {
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": torch.div,
    "power": torch.pow,
}


def join(step, given, *inputs):
    return torch.cat(inputs, step["axis"] + 1)


def softmax(step, given, x):
    return torch.softmax(x, step["axis"] + 1)


def log_softmax(step, given, x):
    return torch.log_softmax(x, step["axis"] + 1)


def standardize(step, given, x):
    runs = x.reshape(x.shape[0], -1, step["length"])
    return F.layer_norm(runs, (step["length"],), eps=step["epsilon"]).reshape(x.shape)


def product(step, given, a, b):
    return torch.matmul(a, b)


def total(step, given, x):
    axes = [axis + 1 for axis in step["axes"]]
    return x if not axes else x.sum(axes, keepdim=True)


def average(step, given, x):
    axes = [axis + 1 for axis in step["axes"]]
    return x if not axes else x.mean(axes, keepdim=True)


def largest(step, given, x):
    axes = [axis + 1 for axis in step["axes"]]
    others = [axis for axis in range(1, x.dim()) if axis not in axes]
    moved = x.permute([0] + others + axes)
    result = moved.flatten(1 + len(others)).max(-1).values if axes else moved
    for axis in axes:
        result = result.unsqueeze(axis)
    return result


def weigh(step, given, x):
    axis = step["axis"] + 1
    rows = step["rows"]
    matrix = torch.zeros(len(rows), x.shape[axis], dtype=torch.float64)
    for i, row in enumerate(rows):
        for k in range(0, len(row), 2):
            matrix[i, int(row[k])] += row[k + 1]
    moved = x.movedim(axis, -1).matmul(matrix.to(x.device, x.dtype).t())
    return moved.movedim(-1, axis)


# functions of each number


def function(step, given, x):
    return FUNCTIONS[step["function"]](x, *step["numbers"])


def sloped(x, slope, threshold, high):
    y = torch.where(x < threshold, slope * (x - threshold), x)
    return y if high > 3e38 else torch.where(y >= high, torch.full_like(y, high), y)


def cut(y, low, high):
    """Cut off at two bounds, with slope 0 from the bounds on."""
    return F.hardtanh(y, low, high)


def rational_tanh(x):
    y = x * (2.0 / 3)
    a = y.abs()
    p = 1 + a + y * y + 1.41645 * y**4
    return 1.7159 * torch.sign(y) * (1 - 1 / p)


def tanh_gelu(x, cubic):
    inner = math.sqrt(2 / math.pi) * (x + cubic * x * x * x)
    return 0.5 * x * (1 + torch.tanh(inner))


def hard_swish(x):
    inside = x * (x + 3) / 6
    return torch.where(x <= -3, torch.zeros_like(x), torch.where(x >= 3, x, inside))


def softplus(x):
    return torch.logaddexp(x, torch.zeros_like(x))


def straight(function):
    """A function with the derivatives of the identity. Adding x - x.detach() would give them too, but
    NaN where x is infinite."""

    class Straight(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return function(x)

        @staticmethod
        def backward(ctx, gradient):
            return gradient

        @staticmethod
        def jvp(ctx, tangent):
            return tangent

    return Straight.apply


FUNCTIONS = {
    "relu": torch.relu,
    "sloped": sloped,
    "elu": lambda x, alpha, scale: scale * F.elu(x, alpha),
    "celu": lambda x, alpha: torch.where(x > 0, x, alpha * torch.expm1(x.clamp(max=0) / alpha)),
    "leaky": lambda x, slope: torch.where(x > 0, x, slope * x),
    "threshold": lambda x, bound: torch.where(x > bound, x, torch.zeros_like(x)),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "silu": F.silu,
    "mish": lambda x: x * torch.tanh(softplus(x)),
    "softplus": softplus,
    "softsign": lambda x: x / (1 + x.abs()),
    "cube": lambda x: x * x * x,
    "rational-tanh": rational_tanh,
    "rectified-tanh": lambda x: torch.tanh(torch.relu(x)),
    "gelu": lambda x: 0.5 * x * (1 + torch.erf(x * math.sqrt(0.5))),
    "gelu-sigmoid": lambda x, rate: x * torch.sigmoid(rate * x),
    "gelu-tanh": tanh_gelu,
    "line": lambda x, slope, shift: x * slope + shift,
    "clip": cut,
    "bounded-line": lambda x, slope, shift, low, high: cut(x * slope + shift, low, high),
    "hard-swish": hard_swish,
    "absolute": torch.abs,
    "exponential": torch.exp,
    "logarithm": torch.log,
    "root": torch.sqrt,
    "reciprocal": torch.reciprocal,
    "power": lambda x, exponent: torch.pow(x, exponent),
    "sine": torch.sin,
    "cosine": torch.cos,
    "erf": torch.erf,
    "round": torch.round,
    "floor": torch.floor,
    "ceiling": torch.ceil,
    "truncate": torch.trunc,
    "sign": torch.sign,
}
FUNCTIONS.update(
    {"straight-" + word: straight(FUNCTIONS[word]) for word in ("round", "floor", "ceiling", "truncate")}
)

OPERATIONS = {
    "linear": linear,
    "convolution": convolution,
    "transposed-convolution": transposed_convolution,
    "batch-norm": batch_norm,
    "slopes": slopes,
    "max-pool": max_pool,
    "average-pool": average_pool,
    "global-average": global_average,
    "global-largest": global_largest,
    "noise": noise,
    "upsample": upsample,
    "zero-pad": zero_pad,
    "element-wise": element_wise,
    "subset": subset,
    "normalize": normalize,
    "reshape": reshape,
    "array": array,
    "view": view,
    "pair": pair,
    "join": join,
    "softmax": softmax,
    "log-softmax": log_softmax,
    "standardize": standardize,
    "product": product,
    "sum": total,
    "mean": average,
    "largest": largest,
    "weigh": weigh,
    "function": function,
}
