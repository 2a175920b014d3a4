package dev.undercurrent.training;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets work give way to stream threads: the scheduler runs it on what they leave of the cores, and against a core that
 * is wanted in full gives it about a tenth, so that it ends all the same. Java's own priorities do nothing of the kind
 * on Linux.
 */
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /** Of {@code setpriority(2)}; 0 is an ordinary thread, 19 gets next to nothing beside one. */
    static final int NICENESS = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private Background() {}

    /** Makes the calling thread a background one for good. Does nothing where the system has no such threads. */
    static void enter() {
        if (!Platform.isLinux()) { // elsewhere the whole process would be meant
            return;
        }
        try {
            Function setpriority = Function.getFunction(Platform.C_LIBRARY_NAME, "setpriority");
            if (setpriority.invokeInt(new Object[] {PRIO_PROCESS, CALLING_THREAD, NICENESS}) != 0) {
                LOG.atWarn()
                        .addKeyValue("niceness", NICENESS)
                        .log("training gives no way to scoring: setpriority was refused");
            }
        } catch (LinkageError e) {
            LOG.atWarn().setCause(e).log("training gives no way to scoring: no native access");
        }
    }
}
