package dev.undercurrent.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MetersTest {
    /** The bean of a client that has no figure to show yet. */
    public interface StartingMBean {}

    /** It. */
    public static final class Starting implements StartingMBean {}

    @Test
    void aClientThatStartsHasTakenInNothing() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name =
                new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=new,topic=readings");
        beans.registerMBean(new Starting(), name);
        try {
            assertThat(Meters.consumed("readings").records()).isZero();
        } finally {
            beans.unregisterMBean(name);
        }
    }
}
