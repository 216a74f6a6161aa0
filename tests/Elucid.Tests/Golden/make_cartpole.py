#!/usr/bin/env python3
"""Writes cartpole.json: a trajectory by the equations of Gymnasium 1.0's CartPoleEnv.step (kinematics_integrator = "euler"), in double precision. Run: python3 make_cartpole.py."""
import json
import math
import os

gravity, masscart, masspole, length, force_mag, tau = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
total_mass, polemass_length = masspole + masscart, masspole * length
x, x_dot, theta, theta_dot = state = (0.01, -0.02, 0.03, 0.04)
actions, states, terminated = [], [list(state)], False
while not terminated and len(actions) < 500:
    # Pushes below the pole, and every 17th step the other way, so that it falls at last.
    action = int(theta + 0.5 * theta_dot > 0) ^ int(len(actions) % 17 == 16 or len(actions) > 60)
    force = force_mag if action == 1 else -force_mag
    costheta, sintheta = math.cos(theta), math.sin(theta)
    temp = (force + polemass_length * theta_dot ** 2 * sintheta) / total_mass
    thetaacc = (gravity * sintheta - costheta * temp) / (length * (4.0 / 3.0 - masspole * costheta ** 2 / total_mass))
    xacc = temp - polemass_length * thetaacc * costheta / total_mass
    x, x_dot, theta, theta_dot = x + tau * x_dot, x_dot + tau * xacc, theta + tau * theta_dot, theta_dot + tau * thetaacc
    terminated = abs(x) > 2.4 or abs(theta) > 12 * 2 * math.pi / 360
    actions.append(action)
    states.append([x, x_dot, theta, theta_dot])
with open(os.path.join(os.path.dirname(__file__), "cartpole.json"), "w") as f:
    json.dump({"actions": actions, "states": states, "terminated": terminated}, f)
    f.write("\n")
