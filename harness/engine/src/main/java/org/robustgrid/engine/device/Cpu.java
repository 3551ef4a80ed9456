package org.robustgrid.engine.device;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The machine's processor, which always can. */
public record Cpu() implements Device {

  @Override
  public Kind kind() {
    return Kind.CPU;
  }

  @Override
  public String name() {
    return "the CPU";
  }

  @Override
  public OptionalLong memory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? OptionalLong.of(system.getTotalMemorySize())
        : OptionalLong.empty();
  }

  @Override
  public List<String> obstacles() {
    return List.of();
  }

  @Override
  public boolean sharesHostMemory() {
    return true;
  }

  @Override
  public String backendClass() {
    return "org.nd4j.linalg.cpu.nativecpu.CpuBackend";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }
}
