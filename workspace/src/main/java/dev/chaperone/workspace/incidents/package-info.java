// SPDX-License-Identifier: Apache-2.0
/// What was sent that should not have been, from the report to the lesson. Read [Incidents]; what
/// has to be stated before one can be closed is in [Field].
package dev.chaperone.workspace.incidents;
