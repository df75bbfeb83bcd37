"""What PyTorch's AdamW makes of 49 parameters in three steps: `python3 adamw.fixture.py > adamw.fixture.json`.

Written with torch 1.13.1 in float64. Parameter i starts at sin(i); its gradient at step t is cos(3 i + t) / (1 + t).
The learning rate is 0.01 * (t + 1). `decayed` has weight_decay 0.1, `plain` none.
"""
import json
import math

import torch


def run(weight_decay):
    p = torch.tensor([math.sin(i) for i in range(49)], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.AdamW([p], lr=1.0, betas=(0.8, 0.95), eps=1e-6, weight_decay=weight_decay)
    for t in range(3):
        p.grad = torch.tensor([math.cos(3 * i + t) / (1 + t) for i in range(49)], dtype=torch.float64)
        optimizer.param_groups[0]["lr"] = 0.01 * (t + 1)
        optimizer.step()
    return [float(f"{x:.9g}") for x in p.tolist()]


print(json.dumps({"decayed": run(0.1), "plain": run(0.0)}))
