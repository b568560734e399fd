# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawings that count: one SVG each, with its own style, its patterns drawn as lines."""
