"""Puts nets of train.py together to the one file that the product runs.

    python3 assemble.py --en NET.onnx ... --zh NET.onnx ... --out FILE.onnx

Each language is read by its own nets, whose logits are averaged: what several nets that were taught differently take for
likely is right more often for a voice that none of them has heard. A net named for both languages is stored once.
Output: [batch, frames, 2 * 2 * CLASSES], first the branches for English, then those for Mandarin.
Needs Debian's python3-onnx.
"""
import argparse

import onnx
from onnx import compose, helper


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--en", nargs="+", required=True)
    parser.add_argument("--zh", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    paths = list(dict.fromkeys([*options.en, *options.zh]))
    nets = [compose.add_prefix(onnx.load(path), f"n{at}_") for at, path in enumerate(paths)]
    nodes, weights = [], []
    for at, net in enumerate(nets):
        nodes.append(helper.make_node("Identity", ["features"], [f"n{at}_features"]))
        nodes += net.graph.node
        weights += net.graph.initializer
    for language, own in (("en", options.en), ("zh", options.zh)):
        nodes.append(helper.make_node("Mean", [f"n{paths.index(path)}_logits" for path in own], [language]))
    nodes.append(helper.make_node("Concat", ["en", "zh"], ["logits"], axis=2))
    first = onnx.load(paths[0])
    answer = helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, ["batch", "frames", 4 * 65])
    graph = helper.make_graph(nodes, "digit-verifier", [first.graph.input[0]], [answer], weights)
    model = helper.make_model(graph, opset_imports=first.opset_import, ir_version=first.ir_version)
    onnx.checker.check_model(model)
    onnx.save(model, options.out)


if __name__ == "__main__":
    main()
