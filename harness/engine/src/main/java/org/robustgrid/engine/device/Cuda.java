package org.robustgrid.engine.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * ND4J's CUDA backend and the GPU that it would compute on.
 *
 * @param gpu empty if none was found
 * @param obstacles why it cannot compute; empty if it can
 */
public record Cuda(Optional<Gpu> gpu, List<String> obstacles) implements Device {

  /** Where the jars of the backend keep their native library. */
  static final String LIBRARY =
      "org/nd4j/linalg/jcublas/bindings/linux-x86_64-cudnn/libnd4jcuda.so";

  public Cuda {
    obstacles = List.copyOf(obstacles);
  }

  @Override
  public Kind kind() {
    return Kind.CUDA;
  }

  @Override
  public String name() {
    return gpu.map(Gpu::toString).orElse("no GPU");
  }

  @Override
  public OptionalLong memory() {
    return gpu.isPresent() ? OptionalLong.of(gpu.get().totalMemory()) : OptionalLong.empty();
  }

  @Override
  public boolean sharesHostMemory() {
    return false;
  }

  @Override
  public String backendClass() {
    return "org.nd4j.linalg.jcublas.JCublasBackend";
  }

  /** Shows this GPU only: ND4J would start on every GPU it sees, those it cannot serve included. */
  @Override
  public Map<String, String> environment() {
    return gpu.map(g -> Map.of("CUDA_VISIBLE_DEVICES", g.uuid())).orElse(Map.of());
  }
}
