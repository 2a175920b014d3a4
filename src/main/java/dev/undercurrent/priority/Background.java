package dev.undercurrent.priority;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets work give way to all other threads: the scheduler runs it on what they leave of the cores, and stops it the
 * moment that one of them wakes up; a higher niceness alone would let it finish its slice. Stream threads wait for the
 * broker now and then, so that it ends all the same. Java's own priorities do nothing of the kind on Linux. Does
 * nothing, but for a line of the log, where the system has no such threads.
 */
public final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /** {@code SCHED_IDLE}, see sched(7). */
    static final int POLICY = 5;

    private static final int CALLING_THREAD = 0;
    private static final Path THREADS = Path.of("/proc/self/task");
    /** What Linux keeps of a thread's name. */
    private static final int NAME_LENGTH = 15;

    private Background() {}

    /** Makes the calling thread a background one for good. */
    public static void enter() {
        if (Platform.isLinux()) { // elsewhere the whole process would be meant
            giveWay(CALLING_THREAD, Thread.currentThread().getName());
        }
    }

    /**
     * Makes running threads of this process background ones for good.
     *
     * @param name theirs, of which the system keeps the first 15 letters
     * @return how many there were
     */
    public static int push(String name) {
        int pushed = 0;
        if (Platform.isLinux()) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
                for (Path thread : threads) {
                    if (isNamed(thread, name)) {
                        giveWay(Integer.parseInt(String.valueOf(thread.getFileName())), name);
                        pushed++;
                    }
                }
            } catch (IOException e) {
                LOG.atWarn().setCause(e).addKeyValue("threads", name).log("threads give no way to others");
            }
        }
        return pushed;
    }

    private static boolean isNamed(Path thread, String name) {
        try {
            String kept = Files.readString(thread.resolve("comm")).strip();
            return kept.equals(name.substring(0, Math.min(NAME_LENGTH, name.length())));
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static void giveWay(int thread, String name) {
        try (Memory noPriority = new Memory(Integer.BYTES)) { // a struct sched_param, which must say 0
            noPriority.setInt(0, 0);
            Function setter = Function.getFunction(Platform.C_LIBRARY_NAME, "sched_setscheduler");
            if (setter.invokeInt(new Object[] {thread, POLICY, noPriority}) != 0) {
                LOG.atWarn()
                        .addKeyValue("thread", name)
                        .log("a thread gives no way to others: sched_setscheduler was refused");
            }
        } catch (LinkageError e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("thread", name)
                    .log("a thread gives no way to others: no native access");
        }
    }
}
