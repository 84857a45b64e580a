"""Records what Keras's load_img and img_to_array give: writes src/test/resources/images. Needs keras and pillow."""
import io
import json
import os

import numpy as np
from keras.utils import img_to_array, load_img
from PIL import Image

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'src', 'test', 'resources', 'images')
SIZES = [(8, 8), (5, 11), (29, 31), (13, 17), (1, 1), (40, 3)]
FILTERS = ['nearest', 'bilinear', 'bicubic', 'hamming', 'box', 'lanczos']


def pictures():
    random = np.random.RandomState(5)
    noise = random.randint(0, 256, (13, 17, 4)).astype('uint8')
    y, x = np.mgrid[0:48, 0:64]
    smooth = np.stack([x * 4, y * 5, (x + y) * 2, 255 - x * 2], -1).clip(0, 255).astype('uint8')
    yield 'rgb.png', Image.fromarray(noise[..., :3]), {}
    yield 'rgba.png', Image.fromarray(noise), {}
    yield 'gray.png', Image.fromarray(noise[..., 0]), {}
    yield 'gray-alpha.png', Image.fromarray(noise[..., :2], 'LA'), {}
    yield 'palette.png', Image.fromarray(noise[..., :3]).quantize(7), {}
    yield 'bits.png', Image.fromarray(noise[..., 0]).convert('1'), {}
    yield 'smooth.jpg', Image.fromarray(smooth[..., :3]), {'quality': 90}
    yield 'noise.jpg', Image.fromarray(noise[..., :3]), {'quality': 75}
    yield 'gray.jpg', Image.fromarray(smooth[..., 0]), {'quality': 80}
    yield 'full.jpg', Image.fromarray(smooth[..., :3]), {'quality': 95, 'subsampling': 0}
    yield 'rgb.bmp', Image.fromarray(noise[..., :3]), {}
    yield 'palette.gif', Image.fromarray(noise[..., :3]).quantize(9), {}


def main():
    os.makedirs(FOLDER, exist_ok=True)
    cases, arrays = [], {}
    for name, picture, options in pictures():
        path = os.path.join(FOLDER, name)
        picture.save(path, **options)
        for color in ['rgb', 'grayscale', 'rgba']:
            for number, size in enumerate(SIZES):
                for interpolation in FILTERS if name in ('rgb.png', 'rgba.png') else FILTERS[number:number + 1]:
                    for keep in (False, True):
                        image = load_img(path, color_mode=color, target_size=size, interpolation=interpolation,
                                         keep_aspect_ratio=keep)
                        key = 'a%d' % len(cases)
                        arrays[key] = img_to_array(image).astype('uint8')
                        cases.append({'file': name, 'color': color, 'size': size, 'interpolation': interpolation,
                                      'keep_aspect_ratio': keep, 'array': key})
    np.savez_compressed(os.path.join(FOLDER, 'expected.npz'), **arrays)
    with io.open(os.path.join(FOLDER, 'cases.json'), 'w') as f:
        f.write(u'[\n' + u',\n'.join(json.dumps(case) for case in cases) + u'\n]\n')
    import PIL
    print(len(cases), 'cases, Pillow', PIL.__version__)


main()
