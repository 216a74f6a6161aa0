#!/usr/bin/env python3
"""Writes acrobot.json: a trajectory by the equations of Gymnasium 1.0's AcrobotEnv (book_or_nips = "book", rk4, no torque noise), in double precision. Run: python3 make_acrobot.py."""
import json
import math
import os

pi, sin, cos = math.pi, math.sin, math.cos
dt, m1, m2, l1, lc1, lc2, I1, I2, g = 0.2, 1.0, 1.0, 1.0, 0.5, 0.5, 1.0, 1.0, 9.8


def dsdt(s):
    theta1, theta2, dtheta1, dtheta2, a = s
    d1 = m1 * lc1 ** 2 + m2 * (l1 ** 2 + lc2 ** 2 + 2 * l1 * lc2 * cos(theta2)) + I1 + I2
    d2 = m2 * (lc2 ** 2 + l1 * lc2 * cos(theta2)) + I2
    phi2 = m2 * lc2 * g * cos(theta1 + theta2 - pi / 2.0)
    phi1 = (-m2 * l1 * lc2 * dtheta2 ** 2 * sin(theta2) - 2 * m2 * l1 * lc2 * dtheta2 * dtheta1 * sin(theta2)
            + (m1 * lc1 + m2 * l1) * g * cos(theta1 - pi / 2) + phi2)
    ddtheta2 = (a + d2 / d1 * phi1 - m2 * l1 * lc2 * dtheta1 ** 2 * sin(theta2) - phi2) / (m2 * lc2 ** 2 + I2 - d2 ** 2 / d1)
    ddtheta1 = -(d2 * ddtheta2 + phi1) / d1
    return [dtheta1, dtheta2, ddtheta1, ddtheta2, 0.0]


def rk4(y):
    plus = lambda k, h: [a + h * b for a, b in zip(y, k)]
    k1 = dsdt(y)
    k2 = dsdt(plus(k1, dt / 2))
    k3 = dsdt(plus(k2, dt / 2))
    k4 = dsdt(plus(k3, dt))
    return [a + dt / 6.0 * (p + 2 * q + 2 * r + s) for a, p, q, r, s in zip(y, k1, k2, k3, k4)][:4]


def wrap(x):
    while x > pi:
        x -= 2 * pi
    while x < -pi:
        x += 2 * pi
    return x


def bound(x, m):
    return min(max(x, -m), m)


state = [0.01, -0.02, 0.03, 0.04]
actions, states, rewards, terminated = [], [list(state)], [], False
while not terminated and len(actions) < 500:
    # The motor turns with the second link, which feeds the swing; it rests in every fifth step.
    action = 1 if len(actions) % 5 == 4 else 2 if state[3] > 0 else 0
    ns = rk4(state + [float(action - 1)])
    state = [wrap(ns[0]), wrap(ns[1]), bound(ns[2], 4 * pi), bound(ns[3], 9 * pi)]
    terminated = -cos(state[0]) - cos(state[1] + state[0]) > 1.0
    actions.append(action)
    rewards.append(0.0 if terminated else -1.0)
    states.append(list(state))
with open(os.path.join(os.path.dirname(__file__), "acrobot.json"), "w") as f:
    json.dump({"actions": actions, "rewards": rewards, "states": states, "terminated": terminated}, f)
    f.write("\n")
