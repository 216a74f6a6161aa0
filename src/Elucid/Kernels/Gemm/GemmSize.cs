namespace Elucid.Kernels;

/// <summary>The sizes of a product C[m, n] = A[m, k] · B[k, n].</summary>
/// <param name="M">Rows of A and C.</param>
/// <param name="N">Columns of B and C.</param>
/// <param name="K">Columns of A, rows of B.</param>
internal readonly record struct GemmSize(int M, int N, int K);
