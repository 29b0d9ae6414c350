"""Trains the digit verifier on features made by build-features.ts.

    python3 train.py --work DIR ... --out FILE.onnx [--leave-out SPEAKER ...] [--epochs N]

Needs Debian's python3-torch, python3-numpy and python3-onnx. `--leave-out` drops every utterance in which one of these
speakers says anything, so that the net can be measured on voices it has never heard.
"""
import argparse
import json
import time

import numpy as np
import torch
from torch import nn

EMBEDDING, MEL_ROWS, MEL_BANDS = 96, 4, 40
FEATURES = EMBEDDING + MEL_ROWS * MEL_BANDS
CLASSES = 65
SILENCE = CLASSES - 2


class Block(nn.Module):
    """A residual block: a dilated convolution for each channel, then a small mixer of channels."""

    def __init__(self, channels, dilation):
        super().__init__()
        self.spread = nn.Conv1d(channels, channels, 3, padding=dilation, dilation=dilation, groups=channels)
        self.norm = nn.BatchNorm1d(channels)
        self.up = nn.Conv1d(channels, channels * 2, 1)
        self.down = nn.Conv1d(channels * 2, channels, 1)
        self.norm2 = nn.BatchNorm1d(channels)

    def forward(self, x):
        return x + self.norm2(self.down(torch.relu(self.up(self.norm(self.spread(x))))))


class EmbeddingBranch(nn.Module):
    def __init__(self, channels=112):
        super().__init__()
        self.norm = nn.BatchNorm1d(EMBEDDING)
        self.enter = nn.Conv1d(EMBEDDING, channels, 3, padding=1)
        self.blocks = nn.ModuleList([Block(channels, d) for d in (1, 2, 4)])
        self.drop = nn.Dropout(0.25)
        self.leave = nn.Conv1d(channels, CLASSES, 1)

    def forward(self, x):
        y = torch.relu(self.enter(self.drop(self.norm(x))))
        for block in self.blocks:
            y = block(y)
        return self.leave(self.drop(y))


class MelBranch(nn.Module):
    """Sees fine time and all frequencies, which the embedding (made for whole words below 4 kHz) does not."""

    def __init__(self, channels=80):
        super().__init__()
        self.enter = nn.Conv1d(MEL_BANDS, channels, 5, padding=2, stride=2)
        self.norm = nn.BatchNorm1d(channels)
        self.halve = nn.Conv1d(channels, channels, 5, padding=2, stride=2)
        self.norm2 = nn.BatchNorm1d(channels)
        self.blocks = nn.ModuleList([Block(channels, d) for d in (1, 2, 4, 1)])
        self.drop = nn.Dropout(0.2)
        self.leave = nn.Conv1d(channels, CLASSES, 1)

    def forward(self, x):
        y = torch.relu(self.norm(self.enter(x / 4)))
        y = torch.relu(self.norm2(self.halve(y)))
        for block in self.blocks:
            y = block(self.drop(y))
        return self.leave(self.drop(y))


class Verifier(nn.Module):
    """[batch, frames, 256] -> logits of both branches side by side, [batch, frames, 2 * CLASSES]."""

    def __init__(self):
        super().__init__()
        self.embedding, self.mel = EmbeddingBranch(), MelBranch()

    def forward(self, x):
        batch, frames = x.shape[0], x.shape[1]
        first = self.embedding(x[:, :, :EMBEDDING].transpose(1, 2))
        rows = x[:, :, EMBEDDING:].reshape(batch, frames * MEL_ROWS, MEL_BANDS).transpose(1, 2)
        return torch.cat([first, self.mel(rows)], 1).transpose(1, 2)


def load(folders, leave_out):
    """Utterances of all folders as pairs of features and classes, without those in which a left-out speaker speaks."""
    kept, total = [], 0
    for work in folders:
        index = json.load(open(f"{work}/index.json"))
        features = np.memmap(f"{work}/features.f32", np.float32, "r").reshape(-1, FEATURES)
        classes = np.fromfile(f"{work}/classes.i16", np.int16)
        at = 0
        for one in index:
            end = at + one["frames"]
            if not (set(leave_out) & {one["speaker"], *one["others"]}):
                kept.append((features[at:end], classes[at:end]))
            at = end
        total += len(index)
    return kept, total


def disturb(x, random):
    """Blurs what tells speakers apart: formant scale, single bands, single values of the embedding."""
    x[:, :, :EMBEDDING] += random.randn(*x[:, :, :EMBEDDING].shape).astype(np.float32) * 0.3
    for item in x:
        rows = item[:, EMBEDDING:].reshape(-1, MEL_BANDS)
        if random.rand() < 0.7:
            position = np.clip(np.arange(MEL_BANDS) * np.exp(random.uniform(-0.12, 0.12)), 0, MEL_BANDS - 1)
            low = np.floor(position).astype(int)
            rest = (position - low).astype(np.float32)
            rows = rows[:, low] * (1 - rest) + rows[:, np.minimum(MEL_BANDS - 1, low + 1)] * rest
        if random.rand() < 0.5:
            band = random.randint(0, MEL_BANDS - 6)
            rows[:, band : band + random.randint(1, 6)] = 0
        item[:, EMBEDDING:] = rows.reshape(item.shape[0], -1)
    return x


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--leave-out", nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random = np.random.RandomState(0)
    kept, total = load(options.work, options.leave_out)
    print(f"{len(kept)} of {total} utterances, without {options.leave_out}", flush=True)
    net, batch_size = Verifier(), 16
    steps = len(kept) // batch_size * options.epochs
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=2e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps + 1)
    loss_of = nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.05)
    started = time.process_time()
    for epoch in range(options.epochs):
        order = random.permutation(len(kept))
        losses, right = [], [[], []]
        for batch in range(len(kept) // batch_size):
            chosen = [kept[i] for i in order[batch * batch_size : (batch + 1) * batch_size]]
            frames = max(len(classes) for _, classes in chosen)
            x = np.zeros((batch_size, frames, FEATURES), np.float32)
            y = np.full((batch_size, frames), -100)
            for i, (features, classes) in enumerate(chosen):
                x[i, : len(classes)] = features
                y[i, : len(classes)] = classes
            out = net(torch.from_numpy(disturb(x, random)))
            wanted = torch.from_numpy(y).long().flatten()
            branches = [out[..., :CLASSES].reshape(-1, CLASSES), out[..., CLASSES:].reshape(-1, CLASSES)]
            loss = sum(loss_of(branch, wanted) for branch in branches)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            digits = (wanted >= 0) & (wanted < SILENCE)
            for branch, hits in zip(branches, right):
                hits.append(((branch.argmax(-1) // 3 == wanted // 3) & digits).sum().item() / max(1, digits.sum().item()))
        spent = time.process_time() - started
        print(f"{epoch} loss {np.mean(losses):.3f} frames right {np.mean(right[0]):.3f} {np.mean(right[1]):.3f} cpu {spent:.0f} s", flush=True)
    net.eval()
    torch.onnx.export(
        net,
        torch.zeros(1, 50, FEATURES),
        options.out,
        input_names=["features"],
        output_names=["logits"],
        dynamic_axes={"features": {0: "batch", 1: "frames"}, "logits": {0: "batch", 1: "frames"}},
        opset_version=13,
    )


if __name__ == "__main__":
    main()
