// SPDX-License-Identifier: Apache-2.0
/// Messages to people and other systems: written with what they tell of, sent afterwards, tried
/// again, and given up in plain sight.
package dev.chaperone.workspace.deliveries;
