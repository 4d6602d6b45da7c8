// SPDX-License-Identifier: Apache-2.0
/// Mail, webhooks and chats. Read [Channels]: its two methods send one message each, once.
package dev.chaperone.channels;
