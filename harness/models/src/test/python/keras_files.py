"""Writes files as Keras 2 and Keras 3 lay them out, by h5py, with logits computed by NumPy.

Run as: python3 keras_files.py FOLDER. Every layer is computed here with channels last, as TensorFlow
documents it, and in double precision; nothing of Keras is needed. Weights are stored as float32.
"""
import io
import json
import sys
import zipfile

import h5py
import numpy as np

RANDOM = np.random.default_rng(20240607)


def weights(*shape, low=-0.5, high=0.5):
    return RANDOM.uniform(low, high, shape).astype(np.float32)


def same(size, kernel, stride, dilation=1):
    """TensorFlow's padding 'same': before and after."""
    reach = (kernel - 1) * dilation + 1
    total = max((-(-size // stride) - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2


def windows(x, kernel, strides, padding, fill, dilation=(1, 1)):
    if padding == "same":
        sides = [same(x.shape[1 + i], kernel[i], strides[i], dilation[i]) for i in range(2)]
        x = np.pad(x, [(0, 0), *sides, (0, 0)], constant_values=fill)
    reach = [(kernel[i] - 1) * dilation[i] + 1 for i in range(2)]
    rows = (x.shape[1] - reach[0]) // strides[0] + 1
    columns = (x.shape[2] - reach[1]) // strides[1] + 1
    out = np.empty((x.shape[0], rows, columns, kernel[0], kernel[1], x.shape[3]))
    for r in range(rows):
        for c in range(columns):
            top, left = r * strides[0], c * strides[1]
            out[:, r, c] = x[:, top:top + reach[0]:dilation[0], left:left + reach[1]:dilation[1]]
    return out


def conv(x, kernel, bias, strides=(1, 1), padding="valid", dilation=(1, 1), groups=1):
    seen = windows(x, kernel.shape[:2], strides, padding, 0, dilation)
    width, filters = x.shape[3] // groups, kernel.shape[3] // groups
    parts = [
        np.einsum("nrcijk,ijkf->nrcf", seen[..., g * width:(g + 1) * width],
                  kernel[..., g * filters:(g + 1) * filters])
        for g in range(groups)
    ]
    return np.concatenate(parts, -1) + bias


def depthwise(x, kernel, bias, strides=(1, 1), padding="valid"):
    seen = windows(x, kernel.shape[:2], strides, padding, 0)
    y = np.einsum("nrcijk,ijkm->nrckm", seen, kernel)
    return y.reshape(*y.shape[:3], -1) + bias


def transposed(x, kernel, bias, strides, padding):
    """The gradient of a convolution of kernel [h, w, out, in] from the larger image to x."""
    sizes = [x.shape[1 + i] * strides[i] if padding == "same"
             else x.shape[1 + i] * strides[i] + max(kernel.shape[i] - strides[i], 0) for i in range(2)]
    pads = [same(sizes[i], kernel.shape[i], strides[i]) if padding == "same" else (0, 0) for i in range(2)]
    full = np.zeros((x.shape[0], sizes[0] + sum(pads[0]), sizes[1] + sum(pads[1]), kernel.shape[2]))
    for r in range(x.shape[1]):
        for c in range(x.shape[2]):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    full[:, r * strides[0] + i, c * strides[1] + j] += x[:, r, c] @ kernel[i, j].T
    return full[:, pads[0][0]:pads[0][0] + sizes[0], pads[1][0]:pads[1][0] + sizes[1]] + bias


def max_pool(x, size, strides, padding):
    return windows(x, size, strides, padding, -np.inf).max((3, 4))


def average_pool(x, size, strides, padding):
    return np.nanmean(windows(x, size, strides, padding, np.nan), (3, 4))


def batch_norm(x, gamma, beta, mean, variance, epsilon):
    return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta


def layer_norm(x, gamma, beta, epsilon):
    mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta


def bilinear(x, factor):
    def along(y, axis):
        size = y.shape[axis]
        at = (np.arange(size * factor) + 0.5) / factor - 0.5
        low = np.floor(at).astype(int)
        part = (at - low).reshape([-1 if a == axis else 1 for a in range(4)])
        return (np.take(y, np.clip(low, 0, size - 1), axis) * (1 - part)
                + np.take(y, np.clip(low + 1, 0, size - 1), axis) * part)
    return along(along(x, 1), 2)


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def layer(kind, name, inbound=None, **config):
    entry = {"class_name": kind, "config": {"name": name, **config}}
    if inbound is not None:
        entry["name"] = name
        entry["inbound_nodes"] = [[[source, 0, 0, {}] for source in inbound]] if inbound else []
    return entry


def save_keras_2(path, config, values, version="2.12.0"):
    """values: {layer: {role: array}}; a nested layer is named outer/inner."""
    with h5py.File(path, "w") as f:
        f.attrs["keras_version"] = version
        f.attrs["backend"] = "tensorflow"
        f.attrs["model_config"] = json.dumps(config)
        group = f.create_group("model_weights")
        outer = {}
        for name, roles in values.items():
            for role, array in roles.items():
                top, _, inner = name.partition("/")
                outer.setdefault(top, []).append((f"{inner or top}/{role}:0", array))
        group.attrs["layer_names"] = [name.encode() for name in outer]
        for top, entries in outer.items():
            one = group.create_group(top)
            one.attrs["weight_names"] = [name.encode() for name, _ in entries]
            for name, array in entries:
                one.create_dataset(name, data=array)


def save_keras_3(path, config, folders):
    """folders: {path of a layer in the archive: [arrays]}."""
    memory = io.BytesIO()
    with h5py.File(memory, "w") as f:
        for folder, arrays in folders.items():
            group = f.create_group(folder + "/vars")
            for i, array in enumerate(arrays):
                group.create_dataset(str(i), data=array)
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("metadata.json", json.dumps({"keras_version": "3.3.0"}))
        z.writestr("config.json", json.dumps(config))
        z.writestr("model.weights.h5", memory.getvalue())


def write(folder, name, images, logits, suffix):
    order = images.transpose(0, 3, 1, 2) if images.ndim == 4 else images[:, None]
    np.savez(f"{folder}/{name}.npz", x=order.astype(np.float32), logits=logits)
    print(f"{name}{suffix}: logits of the first image {np.round(logits[0], 4)}")


def sequential(folder):
    x = RANDOM.uniform(0, 1, (4, 9, 8, 3)).astype(np.float32)
    k1, b1 = weights(3, 3, 3, 8), weights(8)
    bn = {"gamma": weights(8, low=0.5, high=1.5), "beta": weights(8), "moving_mean": weights(8),
          "moving_variance": weights(8, low=0.5, high=2)}
    k2, b2 = weights(3, 3, 8, 2), weights(16)
    d3, p3, b3 = weights(3, 3, 16, 1), weights(1, 1, 16, 6), weights(6)
    k4, b4 = weights(6 * 3 * 2, 5), weights(5)
    config = {"class_name": "Sequential", "config": {"name": "net", "layers": [
        layer("InputLayer", "input_1", batch_input_shape=[None, 9, 8, 3]),
        layer("Rescaling", "rescaling", scale=2.0, offset=[-1.0, -0.5, 0.25]),
        layer("Conv2D", "conv2d", filters=8, kernel_size=[3, 3], strides=[2, 2], padding="same",
              data_format="channels_last", dilation_rate=[1, 1], groups=1, activation="linear",
              use_bias=True),
        layer("BatchNormalization", "batch_normalization", axis=[3], epsilon=0.001, scale=True,
              center=True),
        layer("LeakyReLU", "leaky_re_lu", alpha=0.3),
        layer("DepthwiseConv2D", "depthwise_conv2d", kernel_size=[3, 3], strides=[1, 1],
              padding="same", depth_multiplier=2, data_format="channels_last", activation="relu",
              use_bias=True),
        layer("SeparableConv2D", "separable_conv2d", filters=6, kernel_size=[3, 3], strides=[1, 1],
              padding="same", depth_multiplier=1, data_format="channels_last", activation="swish",
              use_bias=True),
        layer("MaxPooling2D", "max_pooling2d", pool_size=[2, 2], strides=[2, 2], padding="same",
              data_format="channels_last"),
        layer("Dropout", "dropout", rate=0.5),
        layer("Flatten", "flatten", data_format="channels_last"),
        layer("Dense", "dense", units=5, activation="softmax", use_bias=True)]}}
    save_keras_2(f"{folder}/sequential.h5", config, {
        "conv2d": {"kernel": k1, "bias": b1}, "batch_normalization": bn,
        "depthwise_conv2d": {"depthwise_kernel": k2, "bias": b2},
        "separable_conv2d": {"depthwise_kernel": d3, "pointwise_kernel": p3, "bias": b3},
        "dense": {"kernel": k4, "bias": b4}})
    y = x.astype(float) * 2 + [-1.0, -0.5, 0.25]
    y = conv(y, k1, b1, (2, 2), "same")
    y = batch_norm(y, bn["gamma"], bn["beta"], bn["moving_mean"], bn["moving_variance"], 0.001)
    y = np.where(y > 0, y, 0.3 * y)
    y = relu(depthwise(y, k2, b2, padding="same"))
    y = conv(depthwise(y, d3, 0, padding="same"), p3, b3)
    y = y * sigmoid(y)
    y = max_pool(y, (2, 2), (2, 2), "same")
    write(folder, "sequential", x, y.reshape(4, -1) @ k4 + b4, ".h5")


def functional(folder):
    x = RANDOM.uniform(0, 1, (3, 8, 8, 3)).astype(np.float32)
    k1, b1 = weights(3, 3, 3, 8), weights(8)
    k2 = weights(3, 3, 4, 8)
    sq, sqb, ex, exb = weights(8, 4), weights(4), weights(4, 8), weights(8)
    ik, ib = weights(1, 1, 8, 8), weights(8)
    bn = {"beta": weights(8), "moving_mean": weights(8), "moving_variance": weights(8, low=0.5, high=2)}
    ln = {"gamma": weights(8, low=0.5, high=1.5), "beta": weights(8)}
    tk, tb = weights(3, 3, 4, 8), weights(4)
    tk2, tb2 = weights(2, 2, 3, 8), weights(3)
    dk, db = weights(4 + 3 + 8, 6), weights(6)
    hk, hb = weights(6, 4), weights(4)
    inner = {"class_name": "Functional", "config": {"name": "block", "layers": [
        layer("InputLayer", "input_2", [], batch_input_shape=[None, 4, 4, 8]),
        layer("Conv2D", "point", ["input_2"], filters=8, kernel_size=[1, 1], strides=[1, 1],
              padding="valid", data_format="channels_last", dilation_rate=[1, 1], groups=1,
              activation="linear", use_bias=True),
        layer("BatchNormalization", "norm", ["point"], axis=-1, epsilon=0.01, scale=False, center=True),
        layer("Activation", "act", ["norm"], activation="hard_sigmoid")],
        "input_layers": [["input_2", 0, 0]], "output_layers": [["act", 0, 0]]}}
    block = {"class_name": "Functional", "config": inner["config"], "name": "block",
             "inbound_nodes": [[["excite", 0, 0, {}]]]}
    config = {"class_name": "Functional", "config": {"name": "net", "layers": [
        layer("InputLayer", "input_1", [], batch_input_shape=[None, None, None, 3]),
        layer("ZeroPadding2D", "pad", ["input_1"], padding=[[0, 1], [1, 0]], data_format="channels_last"),
        layer("Conv2D", "conv", ["pad"], filters=8, kernel_size=[3, 3], strides=[2, 2], padding="valid",
              data_format="channels_last", dilation_rate=[1, 1], groups=1, activation="relu",
              use_bias=True),
        layer("Conv2D", "grouped", ["conv"], filters=8, kernel_size=[3, 3], strides=[1, 1],
              padding="same", data_format="channels_last", dilation_rate=[2, 2], groups=2,
              activation="elu", use_bias=False),
        layer("Add", "add", ["conv", "grouped"]),
        layer("GlobalAveragePooling2D", "squeeze", ["add"], data_format="channels_last", keepdims=False),
        layer("Dense", "reduce", ["squeeze"], units=4, activation="relu", use_bias=True),
        layer("Dense", "expand", ["reduce"], units=8, activation="sigmoid", use_bias=True),
        layer("Reshape", "gate", ["expand"], target_shape=[1, 1, 8]),
        layer("Multiply", "excite", ["add", "gate"]),
        block,
        layer("LayerNormalization", "layer_norm", ["block"], axis=[3], epsilon=0.001, scale=True,
              center=True),
        layer("Conv2DTranspose", "up", ["layer_norm"], filters=4, kernel_size=[3, 3], strides=[2, 2],
              padding="same", data_format="channels_last", dilation_rate=[1, 1], activation="tanh",
              use_bias=True, output_padding=None),
        layer("Conv2DTranspose", "wide", ["layer_norm"], filters=3, kernel_size=[2, 2], strides=[2, 2],
              padding="valid", data_format="channels_last", dilation_rate=[1, 1], activation="linear",
              use_bias=True, output_padding=None),
        layer("UpSampling2D", "enlarge", ["layer_norm"], size=[2, 2], interpolation="bilinear",
              data_format="channels_last"),
        layer("Concatenate", "join", ["up", "wide", "enlarge"], axis=-1),
        layer("Cropping2D", "crop", ["join"], cropping=[[1, 0], [0, 2]], data_format="channels_last"),
        layer("AveragePooling2D", "mean", ["crop"], pool_size=[3, 3], strides=[2, 2], padding="same",
              data_format="channels_last"),
        layer("Dense", "pixels", ["mean"], units=6, activation="gelu", use_bias=True),
        layer("GlobalMaxPooling2D", "largest", ["pixels"], data_format="channels_last", keepdims=False),
        layer("Dense", "head", ["largest"], units=4, activation="linear", use_bias=True)],
        "input_layers": [["input_1", 0, 0]], "output_layers": [["head", 0, 0]]}}
    save_keras_2(f"{folder}/functional.h5", config, {
        "conv": {"kernel": k1, "bias": b1}, "grouped": {"kernel": k2},
        "reduce": {"kernel": sq, "bias": sqb}, "expand": {"kernel": ex, "bias": exb},
        "block/point": {"kernel": ik, "bias": ib}, "block/norm": bn, "layer_norm": ln,
        "up": {"kernel": tk, "bias": tb}, "wide": {"kernel": tk2, "bias": tb2},
        "pixels": {"kernel": dk, "bias": db}, "head": {"kernel": hk, "bias": hb}})
    y = np.pad(x.astype(float), [(0, 0), (0, 1), (1, 0), (0, 0)])
    y = relu(conv(y, k1, b1, (2, 2)))
    z = conv(y, k2, 0, padding="same", dilation=(2, 2), groups=2)
    y = y + np.where(z > 0, z, np.expm1(z))
    gate = sigmoid(relu(y.mean((1, 2)) @ sq + sqb) @ ex + exb)
    y = y * gate[:, None, None]
    y = batch_norm(conv(y, ik, ib), 1, bn["beta"], bn["moving_mean"], bn["moving_variance"], 0.01)
    y = np.clip(0.2 * y + 0.5, 0, 1)
    y = layer_norm(y, ln["gamma"], ln["beta"], 0.001)
    y = np.concatenate([np.tanh(transposed(y, tk, tb, (2, 2), "same")),
                        transposed(y, tk2, tb2, (2, 2), "valid"), bilinear(y, 2)], -1)
    y = y[:, 1:, :-2]
    y = average_pool(y, (3, 3), (2, 2), "same") @ dk + db
    from math import erf
    y = y * 0.5 * (1 + np.vectorize(erf)(y / np.sqrt(2)))
    write(folder, "functional", x, y.max((1, 2)) @ hk + hb, ".h5")


def tensor(name, shape):
    return {"class_name": "__keras_tensor__",
            "config": {"shape": shape, "dtype": "float32", "keras_history": [name, 0, 0]}}


def archive(folder):
    x = RANDOM.uniform(0, 1, (3, 6, 6, 2)).astype(np.float32)
    k1, b1, k2, b2 = weights(3, 3, 2, 4), weights(4), weights(3, 3, 4, 4), weights(4)
    dk = weights(3, 3, 4, 1)
    bn = [weights(4, low=0.5, high=1.5), weights(4), weights(4), weights(4, low=0.5, high=2)]
    hk, hb = weights(6 * 6 * 4, 1), weights(1)

    def called(kind, name, sources, **config):
        args = [tensor(s, [None, 6, 6, 4]) for s in sources]
        return {"module": "keras.layers", "class_name": kind, "registered_name": None, "name": name,
                "config": {"name": name, "dtype": {"module": "keras", "class_name": "DTypePolicy",
                                                   "config": {"name": "float32"}}, **config},
                "inbound_nodes": [{"args": args if len(args) == 1 else [args], "kwargs": {}}]
                if sources else []}
    shared = {"strides": [1, 1], "padding": "same", "data_format": "channels_last",
              "dilation_rate": [1, 1], "groups": 1}
    config = {"module": "keras.src.models.functional", "class_name": "Functional", "config": {
        "name": "net", "layers": [
            called("InputLayer", "image", [], batch_shape=[None, 6, 6, 2]),
            called("Conv2D", "stem", ["image"], filters=4, kernel_size=[3, 3], activation="relu",
                   use_bias=True, **shared),
            called("Conv2D", "body", ["stem"], filters=4, kernel_size=[3, 3], activation="hard_sigmoid",
                   use_bias=True, **shared),
            called("DepthwiseConv2D", "deep", ["body"], kernel_size=[3, 3], depth_multiplier=1,
                   activation="linear", use_bias=False, strides=[1, 1], padding="same",
                   data_format="channels_last", dilation_rate=[1, 1]),
            called("BatchNormalization", "norm", ["deep"], axis=-1, epsilon=0.001, scale=True, center=True),
            called("Add", "sum", ["stem", "norm"]),
            called("ReLU", "six", ["sum"], max_value=6.0, negative_slope=0.0, threshold=0.0),
            called("Flatten", "flat", ["six"], data_format="channels_last"),
            called("Dense", "head", ["flat"], units=1, activation="sigmoid", use_bias=True)],
        "input_layers": ["image", 0, 0], "output_layers": ["head", 0, 0]}}
    save_keras_3(f"{folder}/archive.keras", config, {
        "layers/conv2d": [k1, b1], "layers/conv2d_1": [k2, b2], "layers/depthwise_conv2d": [dk],
        "layers/batch_normalization": bn, "layers/dense": [hk, hb]})
    stem = relu(conv(x.astype(float), k1, b1, padding="same"))
    y = np.clip(conv(stem, k2, b2, padding="same") / 6 + 0.5, 0, 1)
    y = batch_norm(depthwise(y, dk, 0, padding="same"), *bn, 0.001)
    z = np.clip(stem + y, 0, 6).reshape(3, -1) @ hk + hb
    write(folder, "archive", x, np.concatenate([0 * z, z], -1), ".keras")


def rows(folder):
    x = RANDOM.uniform(0, 1, (3, 5, 4)).astype(np.float32)
    k1, b1, k2 = weights(20, 7), weights(7), weights(7, 3)
    config = {"class_name": "Sequential", "config": {"name": "net", "layers": [
        layer("Flatten", "flatten", batch_input_shape=[None, 5, 4], data_format="channels_last"),
        layer("Dense", "dense", units=7, activation="selu", use_bias=True),
        layer("Dense", "dense_1", units=3, activation="linear", use_bias=False)]}}
    save_keras_2(f"{folder}/rows.h5", config, {
        "dense": {"kernel": k1, "bias": b1}, "dense_1": {"kernel": k2}})
    y = x.reshape(3, -1) @ k1.astype(float) + b1
    y = 1.0507009873554805 * np.where(y > 0, y, 1.6732632423543772 * np.expm1(y))
    write(folder, "rows", x, y @ k2, ".h5")


def activation(folder):
    """A network of one layer without weights."""
    x = RANDOM.uniform(-1, 1, (3, 4)).astype(np.float32)
    config = {"class_name": "Model", "config": {"name": "net", "layers": [
        layer("InputLayer", "input_1", [], batch_input_shape=[None, 4]),
        layer("Activation", "activation", ["input_1"], activation="elu")],
        "input_layers": [["input_1", 0, 0]], "output_layers": [["activation", 0, 0]]}}
    save_keras_2(f"{folder}/activation.h5", config, {})
    np.savez(f"{folder}/activation.npz", x=x, logits=np.where(x > 0, x, np.expm1(x.astype(float))))


def operation(folder):
    """Keras 2.2.4-tf calls an operation of TensorFlow otherwise in its configuration than in the graph."""
    called = layer("TensorFlowOpLayer", "tf_op_layer_Reshape", ["input_1"],
                   node_def={"name": "Reshape", "op": "Reshape", "input": ["input_1", "Reshape/shape"]})
    called["config"]["name"] = "Reshape"
    config = {"class_name": "Model", "config": {"name": "net", "layers": [
        layer("InputLayer", "input_1", [], batch_input_shape=[None, 2, 3]),
        called,
        layer("Dense", "dense", ["tf_op_layer_Reshape"], units=3, activation="linear", use_bias=False)],
        "input_layers": [["input_1", 0, 0]], "output_layers": [["dense", 0, 0]]}}
    save_keras_2(f"{folder}/operation.h5", config, {"dense": {"kernel": weights(6, 3)}}, "2.2.4-tf")


def first_version(folder):
    """As Keras 1 saves a layer: other names of arguments and of weights."""
    config = {"class_name": "Sequential", "config": [
        layer("Dense", "dense_1", batch_input_shape=[None, 4], output_dim=3, activation="linear", bias=True)]}
    save_keras_2(f"{folder}/keras-1.h5", config, {"dense_1": {"W": weights(4, 3), "b": weights(3)}}, "1.2.2")


if __name__ == "__main__":
    for build in (sequential, functional, archive, rows, activation, operation, first_version):
        build(sys.argv[1])
