// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

/// Shows a streamed answer that comes in another form as the server-sent events it holds, for
/// whatever looks at answers. For one thread at a time.
public sealed interface Unframing permits EventFrames, EventArray {
    /// Takes what the events look like as server-sent events.
    interface Sink {
        /// The next ones, whole.
        void events(byte[] bytes);
    }

    /// The next bytes of the stream, cut anywhere.
    void saw(byte[] bytes, int from, int to, Sink sink);

    /// How many of the bytes that came stand behind the last whole event.
    int behind();

    /// Whether something came that is no such stream, so that nothing more of it can be read.
    boolean isBroken();

    /// Whether all that came was shown, to the end of the last event.
    boolean isWhole();
}
