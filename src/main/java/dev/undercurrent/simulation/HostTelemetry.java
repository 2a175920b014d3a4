package dev.undercurrent.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.NetworkIF;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OperatingSystem;
import oshi.util.GlobalConfig;

/**
 * This machine's own processor, memory, disk and network figures, read live. Bytes, switches and interrupts are per
 * second since the sample before, shares lie in 0..1; what a platform does not tell is left out. Not thread-safe: one
 * thread samples.
 */
public final class HostTelemetry {
    private final InstantSource clock;
    private final String host;
    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final OperatingSystem system;
    private final List<HWDiskStore> disks;
    private final List<NetworkIF> networks;
    private HostReading last;

    private HostTelemetry(SystemInfo info, String host, InstantSource clock) {
        this.clock = clock;
        this.host = host;
        this.processor = info.getHardware().getProcessor();
        this.memory = info.getHardware().getMemory();
        this.system = info.getOperatingSystem();
        this.disks = info.getHardware().getDiskStores().stream()
                .filter(disk -> disk.getReads() + disk.getWrites() > 0)
                .toList();
        this.networks = info.getHardware().getNetworkIFs().stream()
                .filter(network -> !network.getName().matches("(lo|ifb|veth|docker|br-|virbr).*")) // seen twice else
                .toList();
        this.last = read();
    }

    /** The machine this process runs on. */
    public static HostTelemetry ofThisHost(InstantSource clock) {
        // counters would otherwise be up to 300 ms old, and two samples in a row the same
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 20);
        return new HostTelemetry(new SystemInfo(), hostName(), clock);
    }

    /** What happened since the sample before (or the start), as one flat JSON object on one line. */
    public String sample() {
        HostReading now = read();
        Map<String, Double> values = now.since(last);
        last = now;
        StringBuilder text = new StringBuilder(512)
                .append("{\"host\":\"")
                .append(host)
                .append("\",\"timestamp\":")
                .append(clock.millis());
        values.forEach((name, value) -> append(text, name, value));
        return text.append('}').toString();
    }

    /** The name in samples. */
    public String host() {
        return host;
    }

    private static void append(StringBuilder text, String name, double value) {
        if (Double.isFinite(value)) {
            text.append(",\"").append(name).append("\":");
            if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                text.append((long) value);
            } else {
                text.append(value < 10 ? Math.round(value * 1e6) / 1e6 : Math.round(value * 1e3) / 1e3);
            }
        }
    }

    private HostReading read() {
        Map<String, Long> counters = new LinkedHashMap<>();
        Map<String, Long> shares = new LinkedHashMap<>();
        long[] ticks = processor.getSystemCpuLoadTicks();
        shares.put("cpu_user", ticks[TickType.USER.getIndex()] + ticks[TickType.NICE.getIndex()]);
        shares.put(
                "cpu_system",
                ticks[TickType.SYSTEM.getIndex()]
                        + ticks[TickType.IRQ.getIndex()]
                        + ticks[TickType.SOFTIRQ.getIndex()]);
        shares.put("cpu_iowait", ticks[TickType.IOWAIT.getIndex()]);
        readDisks(counters, shares);
        readNetworks(counters);
        counters.put("context_switches", processor.getContextSwitches());
        counters.put("interrupts", processor.getInterrupts());
        long total = 0;
        for (long tick : ticks) {
            total += tick;
        }
        return new HostReading(System.nanoTime(), counters, shares, total, gauges());
    }

    private void readDisks(Map<String, Long> counters, Map<String, Long> shares) {
        if (disks.isEmpty()) {
            return;
        }
        long read = 0;
        long written = 0;
        long busyMillis = 0;
        for (HWDiskStore disk : disks) {
            disk.updateAttributes();
            read += disk.getReadBytes();
            written += disk.getWriteBytes();
            busyMillis += disk.getTransferTime();
        }
        shares.put("disk_busy", busyMillis / disks.size());
        counters.put("disk_read_bytes", read);
        counters.put("disk_write_bytes", written);
    }

    private void readNetworks(Map<String, Long> counters) {
        if (networks.isEmpty()) {
            return;
        }
        long received = 0;
        long sent = 0;
        for (NetworkIF network : networks) {
            network.updateAttributes();
            received += network.getBytesRecv();
            sent += network.getBytesSent();
        }
        counters.put("net_rx_bytes", received);
        counters.put("net_tx_bytes", sent);
    }

    private Map<String, Double> gauges() {
        Map<String, Double> gauges = new LinkedHashMap<>();
        double load = processor.getSystemLoadAverage(1)[0];
        if (load >= 0) {
            gauges.put("load1", load);
        }
        if (memory.getTotal() > 0) {
            gauges.put("memory_used", 1 - (double) memory.getAvailable() / memory.getTotal());
        }
        VirtualMemory swap = memory.getVirtualMemory();
        if (swap.getSwapTotal() > 0) {
            gauges.put("swap_used", (double) swap.getSwapUsed() / swap.getSwapTotal());
        }
        gauges.put("processes", (double) system.getProcessCount());
        gauges.put("threads", (double) system.getThreadCount());
        long files = system.getFileSystem().getOpenFileDescriptors();
        if (files > 0) {
            gauges.put("open_files", (double) files);
        }
        return gauges;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
