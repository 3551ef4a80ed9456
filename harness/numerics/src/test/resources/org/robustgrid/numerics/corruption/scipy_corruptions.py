"""Writes scipy-corruptions.bin: four kinds of corruption computed by SciPy, by NumPy and by Python's
colorsys, on ten images that are made by a formula. Independent of the Java code but for the constants.

Made with Python 3.11, NumPy 2.4.6 and SciPy 1.17.1:  python3 scipy_corruptions.py

Format: for each kind in the order below, for each image, red, green and blue planes of 24x24 values,
row by row, as big-endian 16-bit numbers: round(65535 * value).
"""

import colorsys
import pathlib

import numpy as np
from scipy import ndimage

SIDE = 24


def image(number):
    """height x width x 3 values in [0, 1]."""
    y, x, c = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    level = (3 * x * x + 5 * x * y + 7 * y * (c + 1) + 11 * c * x + 17 * number * (y + 1)) % 256
    return level / 255.0


def gaussian_blur(picture):
    # severity 5 of 32x32
    return np.stack(
        [ndimage.gaussian_filter(picture[..., c], 1.0, mode="nearest", truncate=4.0) for c in range(3)], -1
    )


def zoom_blur(picture):
    # severity 4 of 32x32
    factors = np.arange(1, 1.21, 0.01)
    total = np.zeros_like(picture)
    for factor in factors:
        crop = int(np.ceil(SIDE / factor))
        top = (SIDE - crop) // 2
        whole = ndimage.zoom(picture[top : top + crop, top : top + crop], (factor, factor, 1), order=1)
        trim = (whole.shape[0] - SIDE) // 2
        total += whole[trim : trim + SIDE, trim : trim + SIDE]
    return (picture + total) / (len(factors) + 1)


def defocus_blur(picture):
    # severity 5 of 32x32: radius 1.5, rim softened by 0.1
    grid = np.arange(-8, 9)
    xs, ys = np.meshgrid(grid, grid)
    disk = (xs**2 + ys**2 <= 1.5**2).astype(float)
    disk /= disk.sum()
    taps = np.exp(-0.5 * (np.arange(-1, 2) / 0.1) ** 2)
    taps /= taps.sum()
    kernel = ndimage.correlate(disk, np.outer(taps, taps), mode="mirror")
    return np.stack([ndimage.correlate(picture[..., c], kernel, mode="mirror") for c in range(3)], -1)


def brightness(picture):
    # severity 4 of 32x32
    result = np.empty_like(picture)
    for y in range(SIDE):
        for x in range(SIDE):
            hue, saturation, value = colorsys.rgb_to_hsv(*picture[y, x])
            result[y, x] = colorsys.hsv_to_rgb(hue, saturation, min(1.0, value + 0.2))
    return result


def main():
    out = []
    for corrupt in (gaussian_blur, zoom_blur, defocus_blur, brightness):
        for number in range(10):
            corrupted = np.clip(corrupt(image(number)), 0, 1).transpose(2, 0, 1)
            out.append(np.round(corrupted * 65535).astype(">u2"))
    pathlib.Path(__file__).with_name("scipy-corruptions.bin").write_bytes(b"".join(a.tobytes() for a in out))


if __name__ == "__main__":
    main()
